// A backend of the manifest as the exporter that reaches it, with its real endpoint, headers and authentication.
import { backendTypes, isLoopback, type Backend, type BackendAuth, type BackendTls, type SecretReference } from '@plinth/manifest';
import type { Signal } from '../catalogue/component-kind.ts';
import { buildClickhouseExporter } from '../components/clickhouse-exporter.ts';
import { because, type Component, type Reason } from '../components/component.ts';
import { template, type ConfigValue, type EnvReference } from '../components/config-value.ts';
import type { DeliverySettings } from '../components/delivery.ts';
import { buildElasticsearchExporter } from '../components/elasticsearch-exporter.ts';
import { buildBasicAuth, buildBearerToken } from '../components/extensions.ts';
import { buildKafkaExporter } from '../components/kafka-exporter.ts';
import { buildOtlpGrpcExporter, buildOtlpHttpExporter } from '../components/otlp-exporter.ts';
import { buildPrometheusExporter } from '../components/prometheus-exporter.ts';
import { buildPrometheusRemoteWriteExporter } from '../components/prometheus-remote-write-exporter.ts';
import { buildClientTls, type ClientTls } from '../components/tls.ts';
import type { Port, Variable } from './collector-model.ts';
import { buildSecretVariable, type Destination } from './parts.ts';
import { findVendorAddress, type VendorBackend } from './vendors.ts';

export interface BackendSettings {
  readonly name: string;
  readonly backend: Backend;
  readonly signals: readonly Signal[];
  readonly delivery: DeliverySettings;
  /** Address that a scrape finds this process at. */
  readonly host: EnvReference;
}

export function buildDestination(settings: BackendSettings): Destination {
  const { name, backend, signals } = settings;
  const collected: Collected = { extensions: [], variables: [], secretFiles: [], ports: [] };
  const built = buildExporter(settings, collected);
  const exporter = { ...built, reasons: [because('', `From backends.${name}.`), ...built.reasons.filter(({ path }) => path.length > 0)] };
  return { exporter, signals, temporality: backendTypes[backend.type].temporality ?? 'cumulative', ...collected };

  function buildExporter({ delivery }: BackendSettings, found: Collected): Component {
    switch (backend.type) {
      case 'otlp':
      case 'tempo':
      case 'jaeger': {
        const headers = { ...tenantHeader(backend), ...secretHeaders(name, backend.auth, found) };
        const common = {
          name,
          tls: tlsOf(backend.tls, backend.endpoint, found),
          headers: emptyToUndefined(headers),
          authenticator: authenticate(name, backend.auth, found),
          delivery,
        };
        return backend.type === 'otlp' && backend.protocol === 'http'
          ? buildOtlpHttpExporter({ ...common, endpoint: backend.endpoint })
          : buildOtlpGrpcExporter({ ...common, endpoint: backend.endpoint });
      }
      case 'prometheus_scrape':
        found.ports.push({ name: 'prometheus', port: backend.port });
        return buildPrometheusExporter({ name, endpoint: { template: [settings.host, `:${backend.port}`] } });
      case 'prometheus':
      case 'mimir':
      case 'loki': {
        const tls = tlsOf(backend.tls, backend.endpoint, found);
        const authenticator = authenticate(name, backend.auth, found);
        const base = backend.endpoint.replace(/\/+$/, '');
        if (backend.type === 'prometheus' && backend.protocol === 'remote_write')
          return buildPrometheusRemoteWriteExporter({
            name,
            endpoint: `${base}/api/v1/write`,
            tls,
            authenticator,
            queueItems: delivery.queueItems,
            outageSeconds: delivery.outageSeconds,
          });
        const path = { prometheus: '/api/v1/otlp', mimir: '/otlp', loki: '/otlp' }[backend.type];
        const headers = { ...tenantHeader(backend), ...secretHeaders(name, backend.auth, found) };
        return buildOtlpHttpExporter({
          name,
          endpoint: `${base}${path}`,
          tls,
          headers: emptyToUndefined(headers),
          authenticator,
          delivery,
        });
      }
      case 'elasticsearch':
        return buildElasticsearchExporter({
          name,
          endpoints: backend.endpoints,
          apiKey: backend.apiKey && useSecret(name, 'api_key', backend.apiKey, found),
          tls: tlsOf(backend.tls, backend.endpoints[0] ?? '', found),
          delivery,
        });
      case 'clickhouse':
        return buildClickhouseExporter({
          name,
          endpoint: backend.endpoint,
          database: backend.database,
          username: backend.username && useSecret(name, 'username', backend.username, found),
          password: backend.password && useSecret(name, 'password', backend.password, found),
          tls: tlsOf(backend.tls, backend.endpoint, found),
          delivery,
        });
      case 'kafka':
        return buildKafkaExporter({
          name,
          brokers: backend.brokers,
          topicPrefix: backend.topicPrefix,
          tls: tlsOf(backend.tls, '', found) ?? {},
          delivery,
        });
      case 'datadog':
      case 'dynatrace':
      case 'elastic_cloud':
      case 'grafana_cloud':
      case 'honeycomb':
      case 'new_relic':
      case 'splunk':
        return buildVendorExporter(name, backend, delivery, found);
    }
  }
}

interface Collected {
  readonly extensions: Component[];
  readonly variables: Variable[];
  readonly secretFiles: string[];
  readonly ports: Port[];
}

function buildVendorExporter(name: string, backend: VendorBackend, delivery: DeliverySettings, found: Collected): Component {
  const address = findVendorAddress(backend);
  const reasons: Reason[] = [because(address.endpoint === undefined ? 'traces_endpoint' : 'endpoint', address.source)];
  if (backend.type === 'grafana_cloud') {
    const username = useSecret(name, 'instance_id', backend.instanceId, found);
    const password = useSecret(name, 'token', backend.token, found);
    found.extensions.push(buildBasicAuth({ name, username, password }));
    return buildOtlpHttpExporter({ name, ...address, authenticator: `basicauth/${name}`, delivery, reasons });
  }
  const secret = useSecret(name, 'key', 'apiKey' in backend ? backend.apiKey : backend.token, found);
  const { header, scheme } = address;
  const value: ConfigValue = scheme === undefined ? secret : { template: [`${scheme} `, secret] };
  const headers = { [header]: value, ...address.headers };
  return buildOtlpHttpExporter({ name, endpoint: address.endpoint, signalEndpoints: address.signalEndpoints, headers, delivery, reasons });
}

function useSecret(owner: string, use: string, secret: SecretReference, found: Collected) {
  const { reference, variable } = buildSecretVariable(owner, use, secret);
  found.variables.push(variable);
  return reference;
}

function authenticate(name: string, auth: BackendAuth | undefined, found: Collected): string | undefined {
  if (auth === undefined || 'headers' in auth) return undefined;
  if ('bearer' in auth) {
    found.extensions.push(buildBearerToken({ name, token: useSecret(name, 'token', auth.bearer, found) }));
    return `bearertokenauth/${name}`;
  }
  const username = useSecret(name, 'username', auth.basic.username, found);
  const password = useSecret(name, 'password', auth.basic.password, found);
  found.extensions.push(buildBasicAuth({ name, username, password }));
  return `basicauth/${name}`;
}

function secretHeaders(name: string, auth: BackendAuth | undefined, found: Collected): Record<string, ConfigValue> {
  if (auth === undefined || !('headers' in auth)) return {};
  return Object.fromEntries(
    Object.entries(auth.headers)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([header, secret]) => [header, template`${useSecret(name, header, secret, found)}`]),
  );
}

function tenantHeader(backend: Backend): Record<string, ConfigValue> {
  return 'tenant' in backend && backend.tenant !== undefined ? { 'X-Scope-OrgID': backend.tenant } : {};
}

function tlsOf(tls: BackendTls | undefined, endpoint: string, found: Collected): ClientTls | undefined {
  if (tls?.caSecret !== undefined) found.secretFiles.push(tls.caSecret.secret);
  if (tls?.certificateSecret !== undefined) found.secretFiles.push(tls.certificateSecret);
  return buildClientTls({
    plaintext: tls?.plaintext !== undefined || isLoopback(endpoint),
    ca: tls?.caSecret,
    certificateSecret: tls?.certificateSecret,
    serverName: tls?.serverName,
  });
}

function emptyToUndefined<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}
