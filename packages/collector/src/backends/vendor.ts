// What the vendors that take OTLP over HTTP have in common: an address, and a header that carries the secret.
import type { SecretReference } from '@plinth/manifest';
import { because } from '../components/component.ts';
import type { ConfigValue } from '../components/config-value.ts';
import type { DeliverySettings } from '../components/delivery.ts';
import { buildOtlpHttpExporter } from '../components/otlp-exporter.ts';
import type { BackendExporter } from './backend-exporter.ts';
import { buildSecretVariable } from './secret-variable.ts';

export interface Vendor {
  readonly endpoint?: string;
  /** Whole URLs, where the vendor does not have the standard paths. */
  readonly signalEndpoints?: Partial<Record<'traces' | 'metrics' | 'logs', string>>;
  readonly secret: SecretReference;
  /** The header that carries the secret. */
  readonly header: string;
  /** The word before the secret. */
  readonly scheme?: string;
  readonly headers?: Readonly<Record<string, ConfigValue>>;
  /** The page of the vendor that says so. */
  readonly source: string;
}

export function buildVendorExporter(
  { name, delivery }: { readonly name: string; readonly delivery: DeliverySettings },
  { endpoint, signalEndpoints, secret, header, scheme, headers, source }: Vendor,
): BackendExporter {
  const { reference, variable } = buildSecretVariable(name, 'key', secret);
  const value: ConfigValue = scheme === undefined ? reference : { template: [`${scheme} `, reference] };
  const exporter = buildOtlpHttpExporter({
    name,
    endpoint,
    signalEndpoints,
    headers: { [header]: value, ...headers },
    delivery,
    reasons: [because(endpoint === undefined ? 'traces_endpoint' : 'endpoint', source)],
  });
  return { exporter, variables: [variable] };
}
