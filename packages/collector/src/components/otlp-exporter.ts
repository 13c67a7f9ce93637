// The exporters of OTLP, over gRPC and over HTTP.
import { because, type Component, type Reason } from './component.ts';
import type { ConfigMap, ConfigValue, Template } from './config-value.ts';
import { buildDelivery, type DeliverySettings } from './delivery.ts';
import type { ClientTls } from './tls.ts';

interface OtlpExporterSettings {
  readonly name: string;
  readonly tls?: ClientTls | undefined;
  readonly headers?: Readonly<Record<string, ConfigValue>> | undefined;
  /** Id of the extension that authenticates. */
  readonly authenticator?: string | undefined;
  readonly delivery: DeliverySettings;
  readonly reasons?: readonly Reason[];
}

export interface OtlpGrpcExporterSettings extends OtlpExporterSettings {
  readonly endpoint: string | Template;
  /** Several replicas stand behind one headless Service. */
  readonly balanced?: boolean;
}

export function buildOtlpGrpcExporter(settings: OtlpGrpcExporterSettings): Component {
  const { endpoint, balanced } = settings;
  const reasons = balanced ? [because('balancer_name', 'Each replica gets its share; without it one connection takes all.')] : [];
  return build('otlp_grpc', settings, { endpoint, balancer_name: balanced ? 'round_robin' : undefined }, reasons);
}

export interface OtlpHttpExporterSettings extends OtlpExporterSettings {
  readonly endpoint?: string | Template | undefined;
  /** Whole URLs, where the receiver does not have the standard paths. */
  readonly signalEndpoints?: Partial<Record<'traces' | 'metrics' | 'logs', string | Template>> | undefined;
}

export function buildOtlpHttpExporter(settings: OtlpHttpExporterSettings): Component {
  const { endpoint, signalEndpoints = {} } = settings;
  const urls = Object.fromEntries(Object.entries(signalEndpoints).map(([signal, url]) => [`${signal}_endpoint`, url]));
  return build('otlp_http', settings, { endpoint, ...urls }, []);
}

function build(type: string, settings: OtlpExporterSettings, address: ConfigMap, reasons: readonly Reason[]): Component {
  const { name, tls, headers, authenticator, delivery: deliverySettings } = settings;
  const delivery = buildDelivery(deliverySettings);
  const auth = authenticator === undefined ? undefined : { authenticator };
  return {
    kind: 'exporter',
    type,
    name,
    config: { ...address, tls, headers, auth, compression: 'gzip', ...delivery.config },
    reasons: [...(settings.reasons ?? []), ...reasons, ...delivery.reasons],
  };
}
