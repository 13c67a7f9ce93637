import { randomFillSync } from 'node:crypto';

// One system call for 256 ids: randomness is the larger part of the cost of an id.
const pool = Buffer.allocUnsafe(4096);
let offset = pool.length;

/** A UUIDv7: time-ordered, 74 random bits. Source: RFC 9562 §5.7. */
export function createUuidV7(now: number = Date.now()): string {
  if (offset === pool.length) {
    randomFillSync(pool);
    offset = 0;
  }
  const start = offset;
  offset += 16;
  pool.writeUIntBE(now, start, 6);
  pool[start + 6] = 0x70 | ((pool[start + 6] ?? 0) & 0x0f);
  pool[start + 8] = 0x80 | ((pool[start + 8] ?? 0) & 0x3f);
  const hex = pool.toString('hex', start, offset);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
