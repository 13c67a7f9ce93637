// One call that makes a span right: active while the function runs, exception and status recorded, always ended.
import { context, trace, type Span, type SpanOptions, type Tracer } from '@opentelemetry/api';
import { attributeKeys } from '@plinth/catalog';
import { errorTypeOf, recordSpanException } from './exception.ts';
import { UnsampledSpan } from './unsampled-span.ts';

/** Runs `fn` inside a new span; returns what it returns, throws what it throws. */
export function runInSpan<T>(tracer: Tracer, name: string, options: SpanOptions, fn: (span: Span) => T): T {
  const span = tracer.startSpan(name, options, context.active());
  return runWithSpan(span, fn);
}

/** The same for a span that is already started. */
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
 * Whether a span of this process is known not to be sampled: a span below it would not be either, and where nothing is sent on with it,
 * it need not be made. One that has ended is another matter: work that goes on after it belongs to its trace.
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
