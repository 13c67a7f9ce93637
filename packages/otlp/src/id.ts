// Trace and span ids of a decoded message as lower-case hex.
import { OtlpError } from './errors.ts';
import type { Id } from './schema.ts';

/** A trace id; '' where it is unset or all zeros, which OTLP calls invalid. `where` is called for the error alone. */
export function buildTraceId(id: Id | null | undefined, where: () => string): string {
  return buildId(id, 16, () => `${where()}.traceId`);
}

/** A span id; '' where it is unset or all zeros, which OTLP calls invalid. `where` is called for the error alone. */
export function buildSpanId(id: Id | null | undefined, where: () => string, field = 'spanId'): string {
  return buildId(id, 8, () => `${where()}.${field}`);
}

function buildId(id: Id | null | undefined, length: number, where: () => string): string {
  if (id === null || id === undefined || id.length === 0) return '';
  if (typeof id !== 'string' && id.length !== length) {
    throw new OtlpError('otlp.value_malformed', [{ where: where(), expected: `${length} bytes`, arrived: `${id.length} bytes` }]);
  }
  const hex = typeof id === 'string' ? id : Buffer.from(id.buffer, id.byteOffset, id.length).toString('hex');
  return /[^0]/.test(hex) ? hex : '';
}
