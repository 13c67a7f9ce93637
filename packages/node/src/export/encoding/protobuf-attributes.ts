// Attributes and the values they can have, in protobuf.
// Source: opentelemetry/proto/common/v1/common.proto
import type { AnyValue, Attributes } from '@opentelemetry/api';
import { ProtobufWriter } from './protobuf-writer.ts';

/** There are few keys, and they repeat: each is encoded once. */
const encodedKeys = new Map<string, Uint8Array>();
const mostKeys = 2000;
const keyWriter = new ProtobufWriter();
/** Values below this depth are cut: a cycle must not end the process. */
const deepest = 16;

/** Writes each attribute as a KeyValue under `field`. */
export function writeAttributes(writer: ProtobufWriter, field: number, attributes: Attributes): void {
  for (const key in attributes) {
    const value = attributes[key];
    if (value !== undefined) writeKeyValue(writer, field, key, value, 0);
  }
}

/** Writes the content of an AnyValue. For null it writes nothing: that is the empty value. */
export function writeAnyValue(writer: ProtobufWriter, value: AnyValue, depth = 0): void {
  if (typeof value === 'string') writer.string(1, value);
  else if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) writer.int(3, value);
    else writer.double(4, value);
  } else if (typeof value === 'boolean') writer.bool(2, value);
  else if (typeof value === 'bigint') writer.string(1, String(value));
  else if (typeof value !== 'object' || value === null) return;
  else if (depth >= deepest) writer.string(1, '[Truncated]');
  else if (value instanceof Uint8Array) writer.bytes(7, value);
  else if (Array.isArray(value)) writeArray(writer, value, depth + 1);
  else writeMap(writer, value as Readonly<Record<string, AnyValue>>, depth + 1);
}

function writeKeyValue(writer: ProtobufWriter, field: number, key: string, value: AnyValue, depth: number): void {
  const start = writer.begin(field);
  writer.raw(encodedKeys.get(key) ?? encodeKey(key));
  const valueStart = writer.begin(2);
  writeAnyValue(writer, value, depth);
  writer.end(valueStart);
  writer.end(start);
}

function writeArray(writer: ProtobufWriter, values: readonly AnyValue[], depth: number): void {
  const start = writer.begin(5);
  for (const value of values) {
    const itemStart = writer.begin(1);
    writeAnyValue(writer, value, depth);
    writer.end(itemStart);
  }
  writer.end(start);
}

function writeMap(writer: ProtobufWriter, values: Readonly<Record<string, AnyValue>>, depth: number): void {
  const start = writer.begin(6);
  for (const [key, value] of Object.entries(values)) if (value !== undefined) writeKeyValue(writer, 1, key, value, depth);
  writer.end(start);
}

function encodeKey(key: string): Uint8Array {
  keyWriter.string(1, key);
  const encoded = keyWriter.take();
  if (encodedKeys.size < mostKeys) encodedKeys.set(key, encoded);
  return encoded;
}
