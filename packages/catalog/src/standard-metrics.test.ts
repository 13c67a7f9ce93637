import { describe, expect, it } from 'vitest';
import { attributeKeys } from './attributes.ts';
import { buildPrometheusName } from './prometheus-name.ts';
import { standardMetrics, type StandardMetric } from './standard-metrics.ts';

const entries: [string, StandardMetric][] = Object.entries(standardMetrics);

/** Names that every Prometheus client library gives, whatever OpenTelemetry calls the metric. */
const clientLibraryNames = ['process_cpu_seconds_total', 'process_resident_memory_bytes', 'process_open_fds', 'process_max_fds'];

describe('standardMetrics', () => {
  it('has the Prometheus name of each OpenTelemetry name, but for those of the client libraries', () => {
    const others = entries.map(([, metric]) => metric).filter((metric) => metric.prometheusName !== buildPrometheusName(metric));
    expect(others.map(({ prometheusName }) => prometheusName)).toEqual(clientLibraryNames);
  });

  it.each(entries)('%s has the labels of its attributes', (_key, { labels }) => {
    for (const [label, { attribute }] of Object.entries(labels)) expect(label).toBe(attribute.replaceAll('.', '_'));
  });

  it.each(entries)('%s has ascending buckets if it is a histogram, and none otherwise', (_key, { type, buckets }) => {
    expect(buckets !== undefined).toBe(type === 'histogram');
    expect(buckets).toEqual(buckets?.toSorted((left, right) => left - right));
  });

  it.each(entries)('%s has a help', (_key, { help }) => {
    expect(help).toMatch(/^[A-Z].*[^.]$/);
  });

  it('lists each name once', () => {
    for (const names of [entries.map(([, { name }]) => name), entries.map(([, { prometheusName }]) => prometheusName)]) {
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('has the duration buckets of the semantic conventions', () => {
    expect(standardMetrics.httpServerRequestDuration.buckets).toEqual([
      0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
    ]);
    expect(standardMetrics.dbClientOperationDuration.buckets).toEqual([0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]);
  });

  it('has the Prometheus names that dashboards and alerts rely on', () => {
    expect(entries.map(([, { prometheusName }]) => prometheusName)).toMatchInlineSnapshot(`
      [
        "http_server_request_duration_seconds",
        "http_server_active_requests",
        "http_client_request_duration_seconds",
        "messaging_process_duration_seconds",
        "messaging_client_sent_messages_total",
        "messaging_client_consumed_messages_total",
        "db_client_operation_duration_seconds",
        "rpc_server_call_duration_seconds",
        "rpc_client_call_duration_seconds",
        "nodejs_eventloop_delay_min_seconds",
        "nodejs_eventloop_delay_max_seconds",
        "nodejs_eventloop_delay_mean_seconds",
        "nodejs_eventloop_delay_p50_seconds",
        "nodejs_eventloop_delay_p90_seconds",
        "nodejs_eventloop_delay_p99_seconds",
        "nodejs_eventloop_utilization_ratio",
        "v8js_gc_duration_seconds",
        "v8js_memory_heap_used_bytes",
        "v8js_memory_heap_limit_bytes",
        "process_cpu_seconds_total",
        "process_resident_memory_bytes",
        "process_start_time_seconds",
        "process_open_fds",
        "process_max_fds",
        "target_info",
        "plinth_build_info",
        "plinth_metric_label_overflow_total",
        "plinth_telemetry_created_total",
        "plinth_telemetry_exported_total",
        "plinth_telemetry_sampled_out_total",
        "plinth_telemetry_dropped_total",
        "plinth_telemetry_in_flight",
        "plinth_log_wait_seconds_total",
        "plinth_queue_depth",
        "plinth_queue_oldest_age_seconds",
        "plinth_queue_read_failures_total",
        "plinth_queue_retries_total",
        "plinth_telemetry_errors_total",
      ]
    `);
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(standardMetrics)).toBe(true);
    expect(Object.isFrozen(standardMetrics.httpServerRequestDuration.labels.http_route)).toBe(true);
    expect(Object.isFrozen(standardMetrics.httpServerRequestDuration.buckets)).toBe(true);
  });
});

describe('attributeKeys', () => {
  it('spells each property as its key in camelCase', () => {
    for (const [property, key] of Object.entries(attributeKeys)) {
      expect(property).toBe(key.replaceAll(/[._]([a-z])/g, (_match, letter: string) => letter.toUpperCase()));
    }
  });

  it('has each key once', () => {
    expect(new Set(Object.values(attributeKeys)).size).toBe(Object.keys(attributeKeys).length);
  });
});
