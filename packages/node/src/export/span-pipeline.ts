// Where ended spans go: redacted first, then to the test that made them, then in batches to the exporter.
import { BatchSpanProcessor, ConsoleSpanExporter, SimpleSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace';
import type { PlinthOptions } from '../options/options.ts';
import { createSpanExporter } from './otlp.ts';
import { watchExporter } from './watched-exporter.ts';

export function createSpanExportProcessors(
  options: PlinthOptions['traces'],
  onFailure: (error: Error | undefined) => void,
): SpanProcessor[] {
  switch (options.exporter) {
    case 'none':
      return [];
    case 'console':
      return [new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() })];
    case 'otlp':
      return [
        new BatchSpanProcessor({
          exporter: watchExporter(createSpanExporter(options.otlp), onFailure),
          scheduledDelayMillis: options.batch.delayMs,
          exportTimeoutMillis: options.batch.timeoutMs,
          maxQueueSize: options.batch.maxQueueSize,
          maxExportBatchSize: options.batch.maxBatchSize,
        }),
      ];
  }
}
