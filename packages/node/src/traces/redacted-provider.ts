// Redaction for the tracer provider of another SDK. Each span is redacted right before it ends, so the processors see clean spans only.
import type { Span, TracerProvider } from '@opentelemetry/api';
import type { EndedSpan, SpanListener } from './ended-span.ts';
import { createTracer } from './tracer.ts';

export function createRedactedProvider(provider: TracerProvider, { onEnd }: SpanListener): TracerProvider {
  return {
    getTracer(name, version, options) {
      const inner = provider.getTracer(name, version, options);
      return createTracer((spanName, spanOptions, context) => cleanAtEnd(inner.startSpan(spanName, spanOptions, context), onEnd));
    },
  };
}

function cleanAtEnd(span: Span, clean: (span: EndedSpan) => void): Span {
  if (!isReadable(span)) return span;
  const { end } = span;
  span.end = (endTime) => {
    // A span that has ended was handed on already.
    if (span.isRecording()) clean(span);
    end.call(span, endTime);
  };
  return span;
}

/** A recorded span of OpenTelemetry's SDK has its data in the fields that exporters read. */
function isReadable(span: Span): span is Span & EndedSpan {
  return span.isRecording() && 'attributes' in span && 'events' in span && 'links' in span && 'status' in span;
}
