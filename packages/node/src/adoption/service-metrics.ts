// Metrics that the service makes itself, by prom-client and by the OpenTelemetry API, beside those of the SDK.
import { metrics as api } from '@opentelemetry/api';
import type { ExemplarLabels } from '../metrics/metric-series.ts';
import type { MetricSnapshot } from '../metrics/metric-snapshot.ts';
import type { Notify } from '../notices.ts';
import type { AdoptionName } from '../options/options.ts';
import type { Redaction } from '../redaction/redact.ts';
import type { LibraryHook } from '../traces/library-hooks.ts';
import { createApiMetrics } from './api-metrics.ts';
import { createPromMetrics, type PromRegistry } from './prom-client.ts';

export interface ServiceMetrics {
  readonly hooks: readonly LibraryHook[];
  /** Adds a registry that is not the default one. */
  readonly addRegistry: (registry: PromRegistry) => void;
  /** Asks what cannot be read at once. It takes a bounded time. */
  readonly refresh: () => Promise<void>;
  /** The SDK's own metrics and the service's. On a clash the SDK's metric counts. */
  readonly join: (own: readonly MetricSnapshot[]) => MetricSnapshot[];
}

export interface ServiceMetricsOptions {
  readonly adopted: readonly AdoptionName[];
  readonly redaction: Redaction;
  readonly readExemplar: () => ExemplarLabels | undefined;
  readonly notify: Notify;
}

/** Default metrics of prom-client that say the same as ours. Every service that collects them has them. */
const sameEverywhere = new Set([
  'process_start_time_seconds',
  'process_cpu_seconds_total',
  'process_resident_memory_bytes',
  'process_open_fds',
  'process_max_fds',
]);

export function startServiceMetrics({ adopted, redaction, readExemplar, notify }: ServiceMetricsOptions): ServiceMetrics {
  const prom = adopted.includes('prom-client') ? createPromMetrics(redaction, notify) : undefined;
  const ofApi = adopted.includes('opentelemetry') ? createApiMetrics({ redaction, readExemplar, notify }) : undefined;
  if (ofApi !== undefined && !api.setGlobalMeterProvider(ofApi.provider))
    notify('node.adoption_failed', { path: 'opentelemetry', message: 'another meter provider is registered: its metrics go there' });
  return {
    hooks: prom?.hooks ?? [],
    addRegistry: (registry) => prom?.add(registry),
    refresh: async () => void (await Promise.all([prom?.refresh(), ofApi?.refresh()])),
    join(own) {
      const found = [...(prom?.read() ?? []), ...(ofApi?.read() ?? [])].filter(({ series }) => series.length > 0);
      if (found.length === 0) return [...own];
      const shown = new Map(own.map((metric) => [metric.definition.prometheusName, metric]));
      for (const metric of found) {
        const name = metric.definition.prometheusName;
        if (!shown.has(name)) shown.set(name, metric);
        else if (!sameEverywhere.has(name))
          notify('node.metric_clash', { path: name, message: 'has two makers: the metric of the SDK is shown, or the one of prom-client' });
      }
      return [...shown.values()];
    },
  };
}
