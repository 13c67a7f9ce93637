// What a scalar may look like in OTLP/JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
import type { ScalarType } from './schema.ts';
import type { Integer } from './types.ts';

/** One scalar type: what it expects, and how it is read. */
export interface ScalarReader {
  readonly expected: string;
  /** The value as a decoded message holds it; undefined where the JSON value is not allowed. */
  readonly read: (value: unknown) => unknown;
}

const DECIMAL = /^-?\d{1,20}$/;
const HEX = /^[0-9a-f]*$/i;
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;
const FLOAT = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;
const NON_FINITE = new Set(['NaN', 'Infinity', '-Infinity']);

export const jsonScalars: Readonly<Record<ScalarType, ScalarReader>> = {
  string: { expected: 'a string', read: (value) => (typeof value === 'string' ? value : undefined) },
  bool: { expected: 'true or false', read: (value) => (typeof value === 'boolean' ? value : undefined) },
  bytes: { expected: 'bytes in base64', read: readBase64 },
  traceId: { expected: '32 hex digits', read: (value) => readHex(value, 32) },
  spanId: { expected: '16 hex digits', read: (value) => readHex(value, 16) },
  double: { expected: 'a number, or "NaN", "Infinity" or "-Infinity"', read: readDouble },
  enum: { expected: 'an enum value as an integer', read: (value) => (typeof value === 'number' ? readInt32(value) : undefined) },
  int32: { expected: 'a signed 32-bit integer', read: readInt32 },
  sint32: { expected: 'a signed 32-bit integer', read: readInt32 },
  uint32: { expected: 'an unsigned 32-bit integer', read: readUint32 },
  fixed32: { expected: 'an unsigned 32-bit integer', read: readUint32 },
  int64: { expected: 'a signed 64-bit integer, as a number or a decimal string', read: readInt64 },
  sfixed64: { expected: 'a signed 64-bit integer, as a number or a decimal string', read: readInt64 },
  uint64: { expected: 'an unsigned 64-bit integer, as a number or a decimal string', read: readUint64 },
  fixed64: { expected: 'an unsigned 64-bit integer, as a number or a decimal string', read: readUint64 },
};

/** Names what arrived without quoting it. */
export function describeJson(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return `a string of ${value.length} characters`;
  if (typeof value === 'boolean') return 'a boolean';
  return Number.isInteger(value) || typeof value === 'bigint' ? 'an integer' : 'a fraction';
}

function readHex(value: unknown, digits: number): string | undefined {
  if (typeof value !== 'string' || (value.length !== digits && value.length !== 0)) return undefined;
  return HEX.test(value) ? value.toLowerCase() : undefined;
}

function readBase64(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'string' || !BASE64.test(value)) return undefined;
  return value.replace(/=+$/, '').length % 4 === 1 ? undefined : new Uint8Array(Buffer.from(value, 'base64'));
}

function readDouble(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' && (NON_FINITE.has(value) || FLOAT.test(value)) ? Number(value) : undefined;
}

function readInt32(value: unknown): number | undefined {
  const integer = readInt64(value);
  return integer !== undefined && Number(integer) >= -(2 ** 31) && Number(integer) < 2 ** 31 ? Number(integer) : undefined;
}

function readUint32(value: unknown): number | undefined {
  const integer = readInt64(value);
  return integer !== undefined && Number(integer) >= 0 && Number(integer) < 2 ** 32 ? Number(integer) : undefined;
}

function readInt64(value: unknown): Integer | undefined {
  const integer = readInteger(value);
  return typeof integer === 'bigint' && BigInt.asIntN(64, integer) !== integer ? undefined : integer;
}

function readUint64(value: unknown): Integer | undefined {
  const integer = readInteger(value);
  if (typeof integer === 'number') return integer < 0 ? undefined : integer;
  return integer !== undefined && BigInt.asUintN(64, integer) !== integer ? undefined : integer;
}

function readInteger(value: unknown): Integer | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'string') return DECIMAL.test(value) ? BigInt(value) : undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) return undefined;
  // -0 is the integer 0 as well.
  return Number.isSafeInteger(value) ? value + 0 : BigInt(value);
}
