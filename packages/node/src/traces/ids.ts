// Random ids. The digits of many are made by one call; an id that nobody reads costs nothing but its place among them.
import { randomFillSync } from 'node:crypto';

const bytes = Buffer.allocUnsafeSlow(12_288);
let digits = '';
let offset = bytes.length;

/** Where the digits of an id are. */
export interface IdSource {
  readonly digits: string;
  readonly start: number;
}

/** Bytes of a trace id and a span id. */
export const traceAndSpanBytes = 24;
const spanBytes = 8;

/** Takes `count` random bytes; their digits can be read later. */
export function takeRandom(count: number): IdSource {
  if (offset + count > bytes.length) {
    randomFillSync(bytes);
    digits = bytes.toString('hex');
    offset = 0;
  }
  const start = offset;
  offset += count;
  return { digits, start: start * 2 };
}

/**
 * The exclusive or of the four 32-bit words of the trace id that was last taken: what a ratio is compared with.
 * The same number as in OpenTelemetry's TraceIdRatioBased sampler, so both decide alike.
 */
export function chanceOfLast(): number {
  const start = offset - traceAndSpanBytes;
  return (bytes.readInt32BE(start) ^ bytes.readInt32BE(start + 4) ^ bytes.readInt32BE(start + 8) ^ bytes.readInt32BE(start + 12)) >>> 0;
}

/** The same of a trace id in digits. */
export function chanceOf(traceId: string): number {
  let chance = 0;
  for (let start = 0; start < 32; start += 8) chance ^= Number.parseInt(traceId.slice(start, start + 8), 16);
  return chance >>> 0;
}

export function createSpanId(): string {
  const { digits: all, start } = takeRandom(spanBytes);
  return all.slice(start, start + 16);
}
