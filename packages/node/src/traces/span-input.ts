// Arguments of the API as a span can use them. JavaScript hands over anything, and a span never throws into the service.
import type { HrTime, Link, SpanKind, SpanStatus } from '@opentelemetry/api';
import { isTimeInput, timeInputToHrTime } from '@opentelemetry/core';

/** A text in the place of anything. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return String(value);
  } catch {
    return '';
  }
}

/** OTLP has 64 bits for the nanoseconds since 1970. */
const mostSeconds = 2 ** 63 / 1e9;

/** The time, if it is one and OTLP can say it. */
export function timeOf(value: unknown): HrTime | undefined {
  if (!isTimeInput(value)) return undefined;
  const [seconds, nanoseconds] = timeInputToHrTime(value);
  return seconds >= 0 && seconds < mostSeconds && nanoseconds >= 0 && nanoseconds < 1e9 ? [seconds, nanoseconds] : undefined;
}

/** Internal, where it is none of the five kinds. */
export function kindOf(value: unknown): SpanKind {
  return value === 1 || value === 2 || value === 3 || value === 4 ? value : 0;
}

/** A status that is set: ok or error. */
export function statusOf(value: unknown): SpanStatus | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { code, message } = value as { readonly code?: unknown; readonly message?: unknown };
  if (code !== 1 && code !== 2) return undefined;
  return code === 2 && typeof message === 'string' ? { code, message } : { code };
}

/** A link to a span that has ids. Its attributes are not looked at. */
export function linkOf(value: unknown): Link | undefined {
  const { context, attributes } = (value ?? {}) as Partial<Link>;
  if (typeof context?.traceId !== 'string' || typeof context.spanId !== 'string') return undefined;
  const { traceId, spanId, traceFlags, isRemote, traceState } = context;
  const isWhole = typeof traceFlags === 'number' && (traceState === undefined || typeof traceState.serialize === 'function');
  const known = isWhole ? context : { traceId, spanId, traceFlags: Number(traceFlags) & 0xff, ...(isRemote === true ? { isRemote } : {}) };
  return attributes === undefined ? { context: known } : { context: known, attributes };
}

/** The type, message and stack of what was thrown. Undefined where it has neither type nor message. */
export function exceptionOf(value: unknown): { readonly type?: string; readonly message?: string; readonly stack?: string } | undefined {
  if (typeof value === 'string') return value === '' ? undefined : { message: value };
  if (typeof value !== 'object' && typeof value !== 'function') return undefined;
  const { code, name, message, stack } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const type = code ? String(code) : name;
  const found = {
    ...(typeof type === 'string' && type !== '' ? { type } : {}),
    ...(typeof message === 'string' && message !== '' ? { message } : {}),
    ...(typeof stack === 'string' && stack !== '' ? { stack } : {}),
  };
  return 'type' in found || 'message' in found ? found : undefined;
}
