// Another SDK's tracer provider with redaction before its processors: each span is cleaned in the moment before it ends.
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
    // Ended already, it has been handed on.
    if (span.isRecording()) clean(span);
    end.call(span, endTime);
  };
  return span;
}

/** A span that is recorded holds its data as OpenTelemetry's SDK shows it to exporters. */
function isReadable(span: Span): span is Span & EndedSpan {
  return span.isRecording() && 'attributes' in span && 'events' in span && 'links' in span && 'status' in span;
}
