import { SpanStatusCode, type Exception, type Span } from '@opentelemetry/api';

/** Records the exception on the span and sets its status to error. */
export function recordSpanException(span: Span, error: unknown): void {
  if (!span.isRecording()) return;
  span.recordException(toException(error));
  span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) });
}

/** The class of the error: `error.type` should have few values, and no message. Source: semantic conventions, attribute `error.type`. */
export function errorTypeOf(error: unknown): string {
  try {
    if (error instanceof Error) {
      const { code } = error as { code?: unknown };
      return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : error.name || 'Error';
    }
    return typeof error;
  } catch {
    return 'Error';
  }
}

function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error.message) : String(error);
  } catch {
    return 'unprintable error';
  }
}

function toException(error: unknown): Exception {
  return error instanceof Error ? error : messageOf(error);
}
