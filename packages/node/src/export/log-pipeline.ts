// OTLP logs, opt-in: a logger provider fed with the records that the log stage has already redacted.
import type { Resource } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import type { PlinthOptions } from '../options/options.ts';
import { createLogExporter } from './otlp.ts';
import { watchExporter } from './watched-exporter.ts';

export function createLoggerProvider(
  options: PlinthOptions['logs'],
  resource: Resource,
  onFailure: (error: Error | undefined) => void,
): LoggerProvider {
  return new LoggerProvider({
    resource,
    processors: [
      new BatchLogRecordProcessor({
        exporter: watchExporter(createLogExporter(options.otlp), onFailure),
        scheduledDelayMillis: options.batch.delayMs,
        exportTimeoutMillis: options.batch.timeoutMs,
        maxQueueSize: options.batch.maxQueueSize,
        maxExportBatchSize: options.batch.maxBatchSize,
      }),
    ],
  });
}
