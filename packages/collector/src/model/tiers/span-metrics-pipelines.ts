// Metrics of requests, made of spans: one connector for each temporality that a backend needs.
import type { Component } from '../../components/component.ts';
import { buildSpanMetrics } from '../../components/span-metrics.ts';
import type { EnvironmentInput } from '../environment-input.ts';

export interface SpanMetricsConnectors {
  readonly cumulative: readonly Component[];
  readonly delta: readonly Component[];
}

export function buildSpanMetricsConnectors(
  input: EnvironmentInput,
  needed: { readonly cumulative: boolean; readonly delta: boolean },
): SpanMetricsConnectors {
  const { spanMetrics, signals } = input.manifest;
  if (spanMetrics === false || !signals.includes('traces') || !signals.includes('metrics')) return { cumulative: [], delta: [] };
  return {
    cumulative: needed.cumulative ? [buildSpanMetrics({ ...spanMetrics, temporality: 'cumulative' })] : [],
    delta: needed.delta ? [buildSpanMetrics({ ...spanMetrics, name: 'delta', temporality: 'delta' })] : [],
  };
}
