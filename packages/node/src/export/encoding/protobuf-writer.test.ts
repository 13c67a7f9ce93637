import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFields } from '../transport/protobuf-reader.ts';
import { ProtobufWriter } from './protobuf-writer.ts';

const text = (bytes: number | Uint8Array | undefined) => (bytes instanceof Uint8Array ? Buffer.from(bytes).toString() : bytes);

test('a record that outgrows its chunk moves to another, whole, and leaves those before it alone', () => {
  const writer = new ProtobufWriter();
  const taken: { bytes: Uint8Array; inner: string; outer: string }[] = [];
  // Sizes that end a chunk of 64 KiB in the middle of a message, of its length and of its text.
  for (const size of [10, 127, 128, 5000, 16_383, 16_384, 40_000, 65_530, 70_000, 200_000, 3]) {
    const inner = 'ä'.repeat(size);
    const outer = `after ${size}`;
    const start = writer.begin(1);
    writer.string(2, inner);
    writer.end(start);
    writer.string(3, outer);
    taken.push({ bytes: writer.take(), inner, outer });
  }
  for (const { bytes, inner, outer } of taken) {
    const fields = readFields(bytes);
    const message = fields.get(1);
    expect(message instanceof Uint8Array && text(readFields(message).get(2)) === inner).toBe(true);
    expect(text(fields.get(3))).toBe(outer);
  }
});

test('what was begun and not taken is forgotten', () => {
  const writer = new ProtobufWriter();
  writer.begin(1);
  writer.string(2, 'half');
  writer.reset();
  writer.uint(4, 300);
  expect([...readFields(writer.take())]).toEqual([[4, 300]]);
});

test('times are exact to the nanosecond', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), fc.nat(999_999_999), (seconds, nanoseconds) => {
      const writer = new ProtobufWriter();
      writer.time(1, [seconds, nanoseconds]);
      const bytes = writer.take();
      const view = new DataView(bytes.buffer, bytes.byteOffset + 1, 8);
      expect(view.getBigUint64(0, true)).toBe(BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds));
    }),
  );
});
