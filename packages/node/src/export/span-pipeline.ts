// Where ended spans go: redacted first, then to the test that made them, then to the exporter.
import { ConsoleSpanExporter, SimpleSpanProcessor, type ReadableSpan, type SpanProcessor } from '@opentelemetry/sdk-trace';
import type { PlinthOptions } from '../options/options.ts';

const sampledFlag = 1;

export function createSpanExportProcessors(
  options: PlinthOptions['traces'],
  addSpan: ((span: ReadableSpan) => void) | undefined,
): SpanProcessor[] {
  if (options.exporter === 'console') return [new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() })];
  if (addSpan === undefined) return [];
  return [
    {
      onStart() {},
      onEnd(span) {
        if ((span.spanContext().traceFlags & sampledFlag) !== 0) addSpan(span);
      },
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    },
  ];
}
