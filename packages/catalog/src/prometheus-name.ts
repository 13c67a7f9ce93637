// The name of an OpenTelemetry metric in the Prometheus exposition.
// Source: https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#otlp-metric-points-to-prometheus
import type { InstrumentType } from './instrument-type.ts';
import { perUnitWords, unitWords } from './units.ts';

/** What a metric's Prometheus name depends on. */
export interface PrometheusNameParts {
  /** OpenTelemetry name. */
  readonly name: string;
  /** UCUM unit; every unit is converted, also those that a catalog refuses. */
  readonly unit: string;
  readonly type: InstrumentType;
}

const typeSuffix = '_total';

/**
 * Builds the Prometheus name of a metric: `http.server.request.duration` in `s` is `http_server_request_duration_seconds`.
 *
 * Other characters than letters, digits and colons become `_`; the unit follows as a word unless the name ends with it;
 * a counter ends with `_total`, a gauge of unit `1` with `_ratio`. Annotations in braces add nothing.
 */
export function buildPrometheusName({ name, unit, type }: PrometheusNameParts): string {
  const isCounter = type === 'counter';
  const cleaned = clean(name);
  const stem = isCounter && cleaned.endsWith(typeSuffix) ? cleaned.slice(0, -typeSuffix.length) : cleaned;
  const word = unit === '1' ? (type === 'gauge' ? 'ratio' : '') : buildUnitWord(unit);
  const withUnit = word === '' || stem === word || stem.endsWith(`_${word}`) ? stem : `${stem}_${word}`;
  return isCounter ? `${withUnit}${typeSuffix}` : withUnit;
}

function buildUnitWord(unit: string): string {
  const [amount = '', per] = unit.replaceAll(/\{[^}]*\}/g, '').split('/', 2);
  const amountWord = unitWords.get(amount) ?? amount;
  const perWord = per === undefined || per === '' ? '' : `per_${perUnitWords.get(per) ?? per}`;
  return clean(`${amountWord}_${perWord}`, '').replaceAll(/^_+|_+$/g, '');
}

function clean(text: string, beforeDigit = '_'): string {
  const cleaned = text.replaceAll(/[^a-zA-Z0-9_:]/g, '_').replaceAll(/_{2,}/g, '_');
  return /^[0-9]/.test(cleaned) ? `${beforeDigit}${cleaned}` : cleaned;
}
