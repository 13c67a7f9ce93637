// Hands the spans of a test to its capture.
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Captures } from '../context/capture.ts';

export function createCaptureProcessor(captures: Captures): SpanProcessor {
  return {
    onStart: (span) => captures.find(span.spanContext().traceId)?.startSpan(),
    onEnd: (span: ReadableSpan) => captures.find(span.spanContext().traceId)?.endSpan(span),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}
