// Matchers for vitest's and jest's `expect.extend`.
import { isDeepStrictEqual } from 'node:util';
import type { CapturedTelemetry } from './captured-telemetry.ts';

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

type Fields = Readonly<Record<string, unknown>>;

export interface TelemetryMatchers<R = unknown> {
  /** A log record with (at least) these fields, like `{ level: 'info', message: 'stock reserved' }`. */
  toHaveLogged(fields: Fields): R;
  /** A business event with (at least) these fields. */
  toHaveEmitted(event: string, fields?: Fields): R;
  /** An ended span of this name with (at least) these attributes. */
  toHaveSpan(name: string, attributes?: Fields): R;
  /** A value recorded for this metric (Prometheus name) under (at least) these labels. */
  toHaveRecorded(metric: string, labels?: Fields): R;
}

/** Give them to `expect.extend(telemetryMatchers)`, once, in a setup file. */
export const telemetryMatchers = {
  toHaveLogged: (received: CapturedTelemetry, fields: Fields): MatcherResult =>
    judge('a log record', fields, received.logs, (record) => includes(record, fields)),
  toHaveEmitted: (received: CapturedTelemetry, event: string, fields: Fields = {}): MatcherResult =>
    judge(`event ${event}`, fields, received.events, (record) => record.name === event && includes(record.fields, fields)),
  toHaveSpan: (received: CapturedTelemetry, name: string, attributes: Fields = {}): MatcherResult =>
    judge(`span ${name}`, attributes, received.spans, (span) => span.name === name && includes(span.attributes, attributes)),
  toHaveRecorded: (received: CapturedTelemetry, metric: string, labels: Fields = {}): MatcherResult =>
    judge(`metric ${metric}`, labels, received.metrics, (record) => record.name === metric && includes(record.labels, labels)),
};

function judge<T>(wanted: string, fields: Fields, found: readonly T[], matches: (item: T) => boolean): MatcherResult {
  const pass = found.some(matches);
  const list = found.map((item) => `  ${JSON.stringify(item)}`).join('\n');
  return {
    pass,
    message: () => `expected ${pass ? 'no' : 'to find'} ${wanted} with ${JSON.stringify(fields)} in:\n${list || '  (nothing)'}`,
  };
}

/** An asymmetric matcher (`expect.any`) is known by its method: so no test runner is imported. */
function includes(actual: Fields, wanted: Fields): boolean {
  return Object.entries(wanted).every(([key, value]) => {
    const match = (value as { asymmetricMatch?: (other: unknown) => boolean } | null | undefined)?.asymmetricMatch;
    return typeof match === 'function' ? match.call(value, actual[key]) : isDeepStrictEqual(actual[key], value);
  });
}
