// 64-bit integers of a decoded message as JavaScript values.
import type { Int64 } from './schema.ts';
import type { Integer } from './types.ts';

/** The value as a bigint, 0 where unset: what times are. */
export function buildBigInt(value: Int64 | null | undefined): bigint {
  if (value === null || value === undefined) return 0n;
  if (typeof value !== 'object') return BigInt(value);
  return (BigInt(value.unsigned ? value.high >>> 0 : value.high) << 32n) | BigInt(value.low >>> 0);
}

/** The value as a number where that is exact, otherwise as a bigint; 0 where unset. */
export function buildInteger(value: Int64 | null | undefined): Integer {
  if (value === null || value === undefined) return 0;
  const rounded =
    typeof value === 'object' ? (value.unsigned ? value.high >>> 0 : value.high) * 2 ** 32 + (value.low >>> 0) : Number(value);
  return Number.isSafeInteger(rounded) ? rounded : buildBigInt(value);
}
