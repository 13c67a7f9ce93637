// Random ids. One call makes the digits of many ids. An id that nobody reads costs nothing but its place among them.
import { randomFillSync } from 'node:crypto';

const bytes = Buffer.allocUnsafeSlow(12_288);
let digits = '';
let offset = bytes.length;

/** The digits of a trace id from `start` on, those of a span id from `start + 32` on. */
export interface IdSource {
  readonly digits: string;
  readonly start: number;
}

const traceBytes = 16;
const spanBytes = 8;

/** Takes the random bytes of a trace id and a span id. Their digits can be read later. */
export function takeIds(): IdSource {
  return { digits: takeBytes(traceBytes + spanBytes), start: (offset - spanBytes - traceBytes) * 2 };
}

/** Takes the random bytes of a span id only: the trace id comes from the parent, and must not be read here. */
export function takeSpanId(): IdSource {
  return { digits: takeBytes(spanBytes), start: (offset - spanBytes - traceBytes) * 2 };
}

/** Moves `offset` behind the bytes that are taken; returns the digits of all bytes. */
function takeBytes(count: number): string {
  if (offset + count > bytes.length) {
    randomFillSync(bytes);
    digits = bytes.toString('hex');
    offset = 0;
  }
  offset += count;
  return digits;
}

/**
 * The number of the trace id that {@link takeIds} took last: what a ratio is compared with. It is the exclusive or of the four 32-bit
 * words of the id, as in OpenTelemetry's TraceIdRatioBased sampler, so both decide alike.
 */
export function chanceOfLast(): number {
  const start = offset - spanBytes - traceBytes;
  return (bytes.readInt32BE(start) ^ bytes.readInt32BE(start + 4) ^ bytes.readInt32BE(start + 8) ^ bytes.readInt32BE(start + 12)) >>> 0;
}

/** The same number of a trace id that is given in digits. */
export function chanceOf(traceId: string): number {
  let chance = 0;
  for (let start = 0; start < 32; start += 8) chance ^= Number.parseInt(traceId.slice(start, start + 8), 16);
  return chance >>> 0;
}
