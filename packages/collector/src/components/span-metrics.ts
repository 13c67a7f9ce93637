import { because, type Component } from './component.ts';

export interface SpanMetricsSettings {
  readonly name?: string;
  readonly dimensions: readonly string[];
  readonly cardinalityLimit: number;
  readonly temporality: 'cumulative' | 'delta';
}

// https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserverrequestduration
const buckets = ['5ms', '10ms', '25ms', '50ms', '75ms', '100ms', '250ms', '500ms', '750ms', '1s', '2.5s', '5s', '7.5s', '10s'];

export function buildSpanMetrics({ name, dimensions, cardinalityLimit, temporality }: SpanMetricsSettings): Component {
  return {
    kind: 'connector',
    type: 'span_metrics',
    ...(name && { name }),
    config: {
      namespace: 'traces.span.metrics',
      histogram: { unit: 's', explicit: { buckets } },
      dimensions: dimensions.map((dimension) => ({ name: dimension })),
      aggregation_temporality: temporality === 'delta' ? 'AGGREGATION_TEMPORALITY_DELTA' : 'AGGREGATION_TEMPORALITY_CUMULATIVE',
      aggregation_cardinality_limit: cardinalityLimit,
      resource_metrics_key_attributes: ['service.name', 'service.namespace', 'deployment.environment.name'],
      metrics_flush_interval: '30s',
      metrics_expiration: '15m',
      exemplars: { enabled: true, max_per_data_point: 5 },
    },
    reasons: [
      because('', 'Before sampling: rates and durations of all requests, not of those that were kept.'),
      because('dimensions', 'From spanMetrics.dimensions.'),
      because('histogram.unit', 'Seconds, as Prometheus names them; the default is still milliseconds.'),
      because('aggregation_cardinality_limit', 'The default of 0 has no limit: one label with user input and the backend goes down.'),
      because('resource_metrics_key_attributes', 'Pods come and go; a series of a service stays.'),
      because('metrics_expiration', 'The default of 0 keeps series of services that are gone for ever.'),
    ],
  };
}

export function buildForward(name: string): Component {
  return { kind: 'connector', type: 'forward', name, config: {}, reasons: [] };
}
