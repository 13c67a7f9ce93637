// Reads the protobuf encoding of a message.
import protobuf from 'protobufjs/light.js';
import { OtlpError } from './errors.ts';
import { buildMessageLimit, buildValueLimit, nestingTooDeep, tooManyMessages } from './limits.ts';
import { schema } from './schema.ts';
import type { FieldSchema, Message, MessageName } from './schema.ts';

const root = protobuf.Root.fromJSON({
  nested: Object.fromEntries(Object.entries(schema).map(([name, fields]) => [name, buildType(fields)])),
});

const types = new Map(Object.keys(schema).map((name) => [name, prepareType(root.lookupType(name))]));

// Not Reader.create: for a Buffer it picks a reader that lets broken UTF-8 pass.
class BoundedReader extends protobuf.Reader {
  messagesLeft: number;
  valuesLeft: number;

  constructor(bytes: Uint8Array, limit: number) {
    super(bytes);
    this.messagesLeft = limit;
    this.valuesLeft = buildValueLimit(limit);
  }

  // The types of what may be repeated many times without a message around it: the counts of buckets.
  override uint64(): ReturnType<protobuf.Reader['uint64']> {
    this.#countValue();
    return super.uint64();
  }

  override fixed64(): ReturnType<protobuf.Reader['fixed64']> {
    this.#countValue();
    return super.fixed64();
  }

  #countValue(): void {
    this.valuesLeft -= 1;
    if (this.valuesLeft < 0) throw new TooManyMessages();
  }
}

class TooManyMessages extends Error {}

function prepareType(type: protobuf.Type): protobuf.Type {
  // Defaults stand on the prototype. A field that may be absent reads as null rather than as zero.
  const prototype = type.ctor.prototype as Record<string, unknown>;
  for (const field of type.oneofsArray.flatMap((oneof) => oneof.fieldsArray)) prototype[field.name] = null;
  // The generated decoders call each other through the types, so each message that is read passes here.
  type.setup();
  const decode = type.decode.bind(type);
  type.decode = (reader, ...rest) => {
    if (reader instanceof BoundedReader) {
      reader.messagesLeft -= 1;
      if (reader.messagesLeft < 0) throw new TooManyMessages();
    }
    return decode(reader, ...rest);
  };
  return type;
}

function buildType(fields: Readonly<Record<string, FieldSchema>>): protobuf.IType {
  const names = Object.keys(fields);
  const oneof = names.filter((name) => fields[name]?.[2] === 'oneof');
  const optional = names.filter((name) => fields[name]?.[2] === 'optional');
  return {
    edition: 'proto3',
    fields: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, buildField(field)])),
    oneofs: {
      ...(oneof.length > 0 && { which: { oneof } }),
      ...Object.fromEntries(optional.map((name) => [`_${name}`, { oneof: [name] }])),
    },
  };
}

function buildField([id, type, label]: FieldSchema): protobuf.IField {
  return {
    id,
    type: protobufType(type),
    ...(label === 'repeated' && { rule: 'repeated' }),
  };
}

function protobufType(type: string): string {
  if (type === 'traceId' || type === 'spanId') return 'bytes';
  return type === 'enum' ? 'int32' : type;
}

function typeOf(name: MessageName): protobuf.Type {
  const type = types.get(name);
  if (type === undefined) throw new TypeError(`no message ${name} in the schema`);
  return type;
}

/**
 * Reads a message; strings must be UTF-8. `sentBytes`: the size before decompression.
 * Throws an `OtlpError` that names the byte where reading stopped.
 */
export function parseProtobuf<Name extends MessageName>(name: Name, bytes: Uint8Array, sentBytes = bytes.length): Message<Name> {
  const limit = buildMessageLimit(bytes.length, sentBytes);
  const reader = new BoundedReader(bytes, limit);
  try {
    return typeOf(name).decode(reader) as Message<Name>;
  } catch (cause) {
    throw protobufError(cause, reader.pos, bytes.length, limit);
  }
}

function protobufError(cause: unknown, position: number, length: number, limit: number): OtlpError {
  const where = `byte ${position}`;
  const text = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof TooManyMessages) return tooManyMessages(where, limit);
  if (text === 'max depth exceeded') return nestingTooDeep(where);
  const arrived = text.startsWith('index out of range') ? `an end after ${length} bytes or a field that overruns its message` : text;
  return new OtlpError('otlp.protobuf_malformed', [{ where, expected: 'a protobuf field', arrived }], { cause });
}

/** Writes a message. */
export function renderProtobuf<Name extends MessageName>(name: Name, message: Message<Name>): Uint8Array {
  return typeOf(name).encode(message).finish();
}
