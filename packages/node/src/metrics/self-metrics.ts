// The SDK's own metrics: what was lost, and why.
import type { MetricStore } from './metric-store.ts';
import { standardDefinition } from './standard-metrics.ts';

export interface SelfMetrics {
  countOverflow(metric: string, label: string): void;
  countExportError(signal: 'traces' | 'metrics' | 'logs', reason: string): void;
}

export function createSelfMetrics(store: MetricStore, readDroppedLogs: () => Readonly<Record<string, number>>): SelfMetrics {
  const overflow = store.instrument(standardDefinition('plinthMetricLabelOverflow'));
  const errors = store.instrument(standardDefinition('plinthTelemetryErrors'));
  const counted: Record<string, number> = {};
  store.instrument(standardDefinition('plinthLogRecordsDropped'), (counter) => {
    for (const [reason, total] of Object.entries(readDroppedLogs())) {
      counter.record(total - (counted[reason] ?? 0), { reason });
      counted[reason] = total;
    }
  });
  return {
    countOverflow(metric, label) {
      // Its own labels may overflow too, and must not count themselves for ever.
      if (metric !== overflow.definition.prometheusName) overflow.record(1, { metric, label });
    },
    countExportError: (signal, reason) => errors.record(1, { signal, reason }),
  };
}
