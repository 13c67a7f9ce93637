// OTLP metrics, opt-in: the one store pushed at an interval.
import type { Resource } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader, type MetricProducer } from '@opentelemetry/sdk-metrics';
import type { PlinthOptions } from '../options/options.ts';
import { createMetricExporter } from './otlp.ts';
import { watchExporter } from './watched-exporter.ts';

export function createMeterProvider(
  options: PlinthOptions['metrics'],
  resource: Resource,
  producer: MetricProducer,
  onFailure: (error: Error | undefined) => void,
): MeterProvider {
  return new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: watchExporter(createMetricExporter(options.otlp), onFailure),
        exportIntervalMillis: options.intervalMs,
        exportTimeoutMillis: options.timeoutMs,
        metricProducers: [producer],
      }),
    ],
  });
}
