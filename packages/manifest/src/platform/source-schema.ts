// The schema of sources: it says where telemetry comes from.
import { z } from 'zod';
import { durationSchema } from '../core/duration.ts';
import { portSchema } from '../core/scalars.ts';

export const sourcesSchema = z
  .strictObject({
    logs: z
      .enum(['files', 'otlp'])
      .default('files')
      .describe('files: the JSON lines that services write to stdout, from the node. otlp: sent by the services.'),
    logFiles: z.array(z.string().min(1)).min(1).optional().describe('Where log files are. Default: /var/log/pods/*/*/*.log.'),
    metrics: z.enum(['scrape', 'otlp']).default('scrape').describe('scrape: the admin port of each service. otlp: sent by the services.'),
    adminPort: portSchema.default(9464).describe('Port with /metrics, in pods that say so by annotation.'),
    scrapeInterval: durationSchema.prefault('30s'),
    scrapeTargets: z
      .array(z.string().regex(/^[a-zA-Z0-9.-]+:\d+$/, 'host:port'))
      .default([])
      .describe('Fixed targets to scrape, beside the pods that are found.'),
    host: z.boolean().default(true).describe('CPU, memory, disk and network of nodes and pods.'),
    cluster: z.boolean().default(true).describe('State of deployments, pods and nodes from the Kubernetes API.'),
  })
  .meta({ description: 'Where telemetry comes from. OTLP is always taken.' });

export type Sources = z.infer<typeof sourcesSchema>;

export const spanMetricsSchema = z
  .strictObject({
    dimensions: z
      .array(z.string().min(1))
      .default(['http.request.method', 'http.route', 'http.response.status_code'])
      .describe('Span attributes that become labels. Each multiplies the series: none with user input.'),
    cardinalityLimit: z
      .number()
      .int()
      .min(1)
      .default(2000)
      .describe('Series for each metric, after which an overflow series takes the rest.'),
  })
  .meta({ description: 'Request metrics made of spans, before sampling.' });

export type SpanMetrics = z.infer<typeof spanMetricsSchema>;
