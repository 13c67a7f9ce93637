// Runs a function in a span. The span is active while the function runs. It records an exception and the status, and it always ends.
import { context, trace, type Span, type SpanOptions, type Tracer } from '@opentelemetry/api';
import { attributeKeys } from '@plinth/catalog';
import { errorTypeOf, recordSpanException } from './exception.ts';
import { UnsampledSpan } from './unsampled-span.ts';

/** Runs `fn` inside of a new span. Returns what `fn` returns, throws what `fn` throws. */
export function runInSpan<T>(tracer: Tracer, name: string, options: SpanOptions, fn: (span: Span) => T): T {
  const span = tracer.startSpan(name, options, context.active());
  return runWithSpan(span, fn);
}

/** Does the same with a span that is already started. */
export function runWithSpan<T>(span: Span, fn: (span: Span) => T): T {
  let result: T;
  try {
    result = context.with(trace.setSpan(context.active(), span), () => fn(span));
  } catch (error) {
    failSpan(span, error);
    throw error;
  }
  if (!isPromiseLike(result)) {
    span.end();
    return result;
  }
  return result.then(
    (value) => {
      span.end();
      return value;
    },
    (error: unknown) => {
      failSpan(span, error);
      throw error;
    },
  ) as T;
}

/**
 * Whether the span is known not to be sampled. A span below it would not be sampled either, and need not be made where nothing is sent
 * on with it. A sampled span that has ended is no such span: work that goes on after it belongs to its trace.
 */
export function isNotSampled(span: Span): boolean {
  return span instanceof UnsampledSpan;
}

function failSpan(span: Span, error: unknown): void {
  span.setAttribute(attributeKeys.errorType, errorTypeOf(error));
  recordSpanException(span, error);
  span.end();
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
