// Where telemetry goes. One shape for each kind of backend: what it needs, and nothing else.
import { z } from 'zod';
import { hostPortSchema, secretSchema, signalsSchema, urlSchema } from './scalars.ts';

const tlsSchema = z
  .strictObject({
    caSecret: secretSchema.optional().describe('CA that signed the server. Default: the CAs of the image.'),
    certificateSecret: z.string().min(1).optional().describe('Secret of type kubernetes.io/tls with the client certificate (mutual TLS).'),
    serverName: z.string().min(1).optional().describe('Name in the certificate of the server, where it is not the host.'),
    plaintext: z.string().min(8).optional().describe('Why this connection is not encrypted. Without a reason it is.'),
  })
  .meta({ description: 'TLS of a connection. On, unless `plaintext` gives a reason.' });

const authSchema = z
  .union([
    z.strictObject({ basic: z.strictObject({ username: secretSchema, password: secretSchema }) }),
    z.strictObject({ bearer: secretSchema }),
    z.strictObject({ headers: z.record(z.string().regex(/^[A-Za-z0-9-]+$/, 'a header name'), secretSchema) }),
  ])
  .meta({ description: 'How the Collector proves who it is: basic, bearer or headers, each by reference to a secret.' });

const delivery = {
  signals: signalsSchema.optional().describe('What is sent here. Default: what this kind of backend takes and the manifest has.'),
};
const selfHosted = { ...delivery, tls: tlsSchema.optional(), auth: authSchema.optional() };

const tenantHeader = z.string().min(1).optional().describe('Value of X-Scope-OrgID.');

export const backendSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('otlp'), protocol: z.enum(['grpc', 'http']).default('http'), endpoint: z.string(), ...selfHosted }),
    z.strictObject({
      type: z.literal('prometheus'),
      protocol: z.enum(['otlp', 'remote_write']).default('otlp').describe('otlp needs Prometheus 3 with --web.enable-otlp-receiver.'),
      endpoint: urlSchema.describe('Base URL, such as http://prometheus:9090.'),
      ...selfHosted,
    }),
    z.strictObject({
      type: z.literal('prometheus_scrape'),
      port: z.number().int().min(1024).max(65_535).default(8889).describe('Port on which a Prometheus scrapes the Collector.'),
      ...delivery,
    }),
    z.strictObject({ type: z.literal('mimir'), endpoint: urlSchema, tenant: tenantHeader, ...selfHosted }),
    z.strictObject({ type: z.literal('loki'), endpoint: urlSchema, tenant: tenantHeader, ...selfHosted }),
    z.strictObject({ type: z.literal('tempo'), endpoint: hostPortSchema, tenant: tenantHeader, ...selfHosted }),
    z.strictObject({ type: z.literal('jaeger'), endpoint: hostPortSchema, ...selfHosted }),
    z.strictObject({
      type: z.literal('elasticsearch'),
      endpoints: z.array(urlSchema).min(1),
      apiKey: secretSchema.optional(),
      ...delivery,
      tls: tlsSchema.optional(),
    }),
    z.strictObject({
      type: z.literal('clickhouse'),
      endpoint: z.string().regex(/^(tcp|https?|clickhouse):\/\/[^\s@]+$/, 'a URL with tcp://, clickhouse://, http:// or https://'),
      database: z.string().default('otel'),
      username: secretSchema.optional(),
      password: secretSchema.optional(),
      ...delivery,
      tls: tlsSchema.optional(),
    }),
    z.strictObject({
      type: z.literal('kafka'),
      brokers: z.array(hostPortSchema).min(1),
      topicPrefix: z.string().default('otlp'),
      ...delivery,
      tls: tlsSchema.optional(),
    }),
    z.strictObject({
      type: z.literal('grafana_cloud'),
      zone: z.string().regex(/^[a-z0-9-]+$/, 'a zone such as prod-eu-west-2'),
      instanceId: secretSchema,
      token: secretSchema,
      ...delivery,
    }),
    z.strictObject({
      type: z.literal('honeycomb'),
      region: z.enum(['us', 'eu']).default('us'),
      apiKey: secretSchema,
      metricsDataset: z.string().default('metrics'),
      ...delivery,
    }),
    z.strictObject({
      type: z.literal('datadog'),
      site: z.enum(['datadoghq.com', 'us3.datadoghq.com', 'us5.datadoghq.com', 'datadoghq.eu', 'ap1.datadoghq.com', 'ap2.datadoghq.com']),
      apiKey: secretSchema,
      ...delivery,
    }),
    z.strictObject({
      type: z.literal('new_relic'),
      region: z.enum(['us', 'eu', 'fedramp']).default('us'),
      apiKey: secretSchema,
      ...delivery,
    }),
    z.strictObject({
      type: z.literal('dynatrace'),
      endpoint: urlSchema.describe('Such as https://abc12345.live.dynatrace.com.'),
      token: secretSchema,
      ...delivery,
    }),
    z.strictObject({
      type: z.literal('splunk'),
      realm: z.string().regex(/^[a-z]{2}\d$/, 'a realm such as us1 or eu0'),
      token: secretSchema,
      ...delivery,
    }),
    z.strictObject({ type: z.literal('elastic_cloud'), endpoint: urlSchema, apiKey: secretSchema, ...delivery }),
  ])
  .meta({ description: 'A backend. `type` decides which other keys it has.' });

export type Backend = z.infer<typeof backendSchema>;
export type BackendType = Backend['type'];
export type BackendTls = z.infer<typeof tlsSchema>;
export type BackendAuth = z.infer<typeof authSchema>;
