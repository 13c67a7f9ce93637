// An OpenTelemetryCollector resource of the Operator. In v1beta1 its config is an object, in v1alpha1 a text.
import type { Mapping } from './value-path.ts';

export function isOperatorResource(value: Mapping): boolean {
  return value['kind'] === 'OpenTelemetryCollector' && String(value['apiVersion']).startsWith('opentelemetry.io/');
}
