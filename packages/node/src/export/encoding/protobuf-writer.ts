// Writes protobuf into chunks that many records share. Records are encoded when they end, while a request waits: so each step is written
// for speed. A buffer for each record would cost as much as writing its bytes.
// Source: https://protobuf.dev/programming-guides/encoding/

const wireVarint = 0;
const wireFixed64 = 1;
const wireBytes = 2;
const wireFixed32 = 5;
/** The runtime copies longer strings. That call costs as much as about this many characters in a loop. */
const loopCharacters = 48;
const twoTo32 = 4_294_967_296;
const chunkBytes = 65_536;

/** Seconds and nanoseconds since the epoch. */
export type HrTime = readonly [number, number];

export class ProtobufWriter {
  #buffer = Buffer.allocUnsafeSlow(chunkBytes);
  #view = new DataView(this.#buffer.buffer);
  /** Where the record that is being written begins. */
  #start = 0;
  #position = 0;

  /** The bytes that were written since the last call. They share their chunk with others, and keep the chunk alive. */
  take(): Uint8Array {
    const bytes = this.#buffer.subarray(this.#start, this.#position);
    this.#start = this.#position;
    return bytes;
  }

  /** Forgets the bytes that were written since the last {@link take}. */
  reset(): void {
    this.#position = this.#start;
  }

  /** Writes a message field. `write` writes its content. */
  message<T>(field: number, value: T, write: (writer: ProtobufWriter, value: T) => void): void {
    const start = this.begin(field);
    write(this, value);
    this.end(start);
  }

  /**
   * Opens a length-delimited field. {@link end} closes it, given the place that is returned. The place is relative to the record: the
   * record may move to another chunk.
   */
  begin(field: number): number {
    this.#reserve(16);
    this.#tag(field, wireBytes);
    // There is one byte for the length. `end` makes room where the length takes more.
    return ++this.#position - this.#start;
  }

  end(place: number): void {
    const length = this.#position - this.#start - place;
    if (length < 128) {
      this.#buffer[this.#start + place - 1] = length;
      return;
    }
    const extra = length < 16_384 ? 1 : length < 2_097_152 ? 2 : 3;
    this.#reserve(extra);
    const start = this.#start + place;
    this.#buffer.copyWithin(start + extra, start, this.#position);
    this.#position = start - 1;
    this.#varint(length);
    this.#position += length;
  }

  string(field: number, value: string): void {
    const start = this.begin(field);
    this.#reserve(value.length * 3);
    this.#text(value);
    this.end(start);
  }

  bytes(field: number, value: Uint8Array): void {
    this.#reserve(value.length + 16);
    this.#tag(field, wireBytes);
    this.#varint(value.length);
    this.#buffer.set(value, this.#position);
    this.#position += value.length;
  }

  /** Writes bytes that are encoded already, with their tag. */
  raw(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#buffer.set(value, this.#position);
    this.#position += value.length;
  }

  /** Writes an id of lower-case hexadecimal digits as bytes. */
  hex(field: number, digits: string): void {
    const length = digits.length >> 1;
    this.#reserve(length + 16);
    this.#tag(field, wireBytes);
    // The fields of the instance are read once: ids are a tenth of the cost of encoding a span.
    const buffer = this.#buffer;
    let position = this.#position;
    buffer[position++] = length;
    for (let index = 0; index < 2 * length; index += 2) {
      buffer[position++] = (hexValue(digits.charCodeAt(index)) << 4) | hexValue(digits.charCodeAt(index + 1));
    }
    this.#position = position;
  }

  /** Writes a non-negative integer. */
  uint(field: number, value: number): void {
    this.#reserve(20);
    this.#tag(field, wireVarint);
    this.#varint(value);
  }

  /** Writes an int64. A negative one takes ten bytes. */
  int(field: number, value: number): void {
    if (value >= 0) {
      this.uint(field, value);
      return;
    }
    this.#reserve(20);
    this.#tag(field, wireVarint);
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest >= 128n) {
      this.#buffer[this.#position++] = Number(rest & 127n) | 128;
      rest >>= 7n;
    }
    this.#buffer[this.#position++] = Number(rest);
  }

  bool(field: number, value: boolean): void {
    this.uint(field, value ? 1 : 0);
  }

  double(field: number, value: number): void {
    this.#reserve(16);
    this.#tag(field, wireFixed64);
    this.#view.setFloat64(this.#position, value, true);
    this.#position += 8;
  }

  fixed32(field: number, value: number): void {
    this.#reserve(12);
    this.#tag(field, wireFixed32);
    this.#view.setUint32(this.#position, value, true);
    this.#position += 4;
  }

  /** Writes a count as fixed64. */
  fixed64(field: number, value: number): void {
    this.#reserve(16);
    this.#tag(field, wireFixed64);
    this.#fixed64(value >>> 0, Math.floor(value / twoTo32));
  }

  /** Writes a time as nanoseconds in a fixed64. */
  time(field: number, [seconds, nanoseconds]: HrTime): void {
    this.#reserve(16);
    this.#tag(field, wireFixed64);
    // The product has up to 61 bits. A 32-bit multiplication makes its low half. Its high half is right although a double rounds the low one.
    const low = (Math.imul(seconds, 1e9) + nanoseconds) >>> 0;
    this.#fixed64(low, Math.round((seconds * 1e9 + nanoseconds - low) / twoTo32));
  }

  packedFixed64(field: number, values: readonly number[]): void {
    const start = this.begin(field);
    this.#reserve(values.length * 8);
    for (const value of values) this.#fixed64(value >>> 0, Math.floor(value / twoTo32));
    this.end(start);
  }

  packedDouble(field: number, values: readonly number[]): void {
    const start = this.begin(field);
    this.#reserve(values.length * 8);
    for (const value of values) {
      this.#view.setFloat64(this.#position, value, true);
      this.#position += 8;
    }
    this.end(start);
  }

  #text(value: string): void {
    if (value.length <= loopCharacters) {
      let index = 0;
      for (; index < value.length; index++) {
        const code = value.charCodeAt(index);
        if (code > 127) break;
        this.#buffer[this.#position + index] = code;
      }
      if (index === value.length) {
        this.#position += index;
        return;
      }
    }
    this.#position += this.#buffer.write(value, this.#position, 'utf8');
  }

  #fixed64(low: number, high: number): void {
    this.#view.setUint32(this.#position, low, true);
    this.#view.setUint32(this.#position + 4, high, true);
    this.#position += 8;
  }

  #tag(field: number, wire: number): void {
    // Tags of fields above 15 take two bytes. OTLP has a few.
    this.#varint((field << 3) | wire);
  }

  #varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.#buffer[this.#position++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.#position++] = rest;
  }

  #reserve(bytes: number): void {
    if (this.#position + bytes <= this.#buffer.length) return;
    // Records that were taken stay in the old chunk. The record that is being written moves to the new one.
    const written = this.#position - this.#start;
    const chunk = Buffer.allocUnsafeSlow(Math.max(chunkBytes, (written + bytes) * 2));
    this.#buffer.copy(chunk, 0, this.#start, this.#position);
    this.#buffer = chunk;
    this.#view = new DataView(chunk.buffer);
    this.#start = 0;
    this.#position = written;
  }
}

function hexValue(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}
