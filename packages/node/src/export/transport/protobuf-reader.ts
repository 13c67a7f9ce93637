// Reads the few protobuf messages that a Collector answers with.

/** Fields by number. A varint or fixed value is a number, a length-delimited value is bytes. The last value of a field wins. */
export function readFields(bytes: Uint8Array): ReadonlyMap<number, number | Uint8Array> {
  const fields = new Map<number, number | Uint8Array>();
  let position = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; position < bytes.length; scale *= 128) {
      const byte = bytes[position++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) break;
    }
    return value;
  };
  while (position < bytes.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    switch (tag & 7) {
      case 0:
        fields.set(field, varint());
        break;
      case 1:
        position += 8;
        break;
      case 2: {
        const length = varint();
        fields.set(field, bytes.subarray(position, position + length));
        position += length;
        break;
      }
      case 5:
        position += 4;
        break;
      default:
        // The rest is no protobuf. The fields that were read so far are returned.
        return fields;
    }
  }
  return fields;
}
