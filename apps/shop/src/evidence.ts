// What was observed from outside while one scenario ran: the wire, not what the services believe.
import type { SpanRecord } from '@plinth/otlp';

export type ServiceName = 'storefront' | 'payments' | 'fulfilment';

/** One JSON log line on a service's stdout. */
export interface LogLine {
  readonly service: ServiceName;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Exemplar {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One sample of a scrape. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly exemplar: Exemplar | undefined;
}

export type Scrapes = Readonly<Record<ServiceName, readonly Sample[]>>;

export interface Observed {
  readonly status: number;
  /** The x-correlation-id of the response. */
  readonly correlationId: string | undefined;
}

export interface Evidence {
  readonly scenario: Scenario;
  /** The trace and the correlation id that the order was sent with. */
  readonly traceId: string;
  readonly driverSpanId: string;
  readonly correlationId: string;
  readonly response: Observed;
  /** All that arrived while the scenario ran, of whatever trace. */
  readonly spans: readonly SpanRecord[];
  readonly lines: readonly LogLine[];
  readonly before: Scrapes;
  readonly after: Scrapes;
}

/** One order and what must be seen of it. */
export interface Scenario {
  readonly title: string;
  readonly order: unknown;
  readonly expect: {
    readonly status: number;
    /** Status that the order ends with; undefined where none is stored. */
    readonly orderStatus: string | undefined;
    readonly requests: readonly ExpectedRequest[];
    /** How often the worker takes the job. */
    readonly jobs: number;
    readonly events: readonly ExpectedEvent[];
  };
}

export interface ExpectedRequest {
  readonly service: ServiceName;
  readonly method: string;
  readonly route: string;
  readonly status: number;
}

export interface ExpectedEvent {
  readonly service: ServiceName;
  readonly name: string;
}

export const serviceNames: readonly ServiceName[] = ['storefront', 'payments', 'fulfilment'];

export const fulfilmentQueue = 'fulfil-order';

export function serviceOf(span: SpanRecord): string {
  return String(span.resource.attributes['service.name']);
}

/** The spans of the scenario's own trace. */
export function tracedSpans(evidence: Evidence): SpanRecord[] {
  return evidence.spans.filter((span) => span.traceId === evidence.traceId);
}

/** The log lines that belong to the scenario by its trace or by its correlation id. */
export function scenarioLines(evidence: Evidence): LogLine[] {
  return evidence.lines.filter(
    ({ fields }) => fields['trace_id'] === evidence.traceId || fields['correlation_id'] === evidence.correlationId,
  );
}
