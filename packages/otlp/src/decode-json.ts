// Reads the OTLP/JSON encoding of a message: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
import { OtlpError } from './errors.ts';
import type { Mismatch } from './errors.ts';
import { describeJson, jsonScalars } from './json-scalars.ts';
import type { ScalarReader } from './json-scalars.ts';
import { parseJsonText } from './json-text.ts';
import { buildMessageLimit, MAX_MESSAGE_DEPTH, nestingTooDeep, tooManyMessages } from './limits.ts';
import { renderPath } from './path.ts';
import type { Path } from './path.ts';
import { schema } from './schema.ts';
import type { FieldLabel, FieldSchema, Message, MessageName, ScalarType } from './schema.ts';

/** Enough to see what a sender does wrong; a broken batch would name each of its spans. */
const MAX_PROBLEMS = 20;

interface Field {
  readonly name: string;
  readonly type: string;
  readonly label: FieldLabel | undefined;
  /** Undefined where the field holds a message. */
  readonly scalar: ScalarReader | undefined;
}

const messages = new Map(Object.entries(schema).map(([name, fields]) => [name, buildFields(fields)]));

function buildFields(fields: Readonly<Record<string, FieldSchema>>): readonly Field[] {
  return Object.entries(fields).map(([name, [, type, label]]) => ({ name, type, label, scalar: scalarOf(type) }));
}

function scalarOf(type: string): ScalarReader | undefined {
  return Object.hasOwn(jsonScalars, type) ? jsonScalars[type as ScalarType] : undefined;
}

interface Reading {
  /** Where the reader stands, changed in place. */
  readonly path: Path;
  readonly problems: Mismatch[];
  readonly limit: number;
  messagesLeft: number;
}

/**
 * Reads a message. Unknown fields are ignored and null is an unset field. `sentBytes`: the size before decompression.
 * Throws an `OtlpError` with every problem and its path, up to 20.
 */
export function parseJson<Name extends MessageName>(name: Name, bytes: Uint8Array, sentBytes = bytes.length): Message<Name> {
  const limit = buildMessageLimit(bytes.length, sentBytes);
  const reading: Reading = { path: [], problems: [], limit, messagesLeft: limit };
  const message = readMessage(reading, name, parseJsonText(bytes, limit), 0);
  if (reading.problems.length > 0) throw new OtlpError('otlp.value_malformed', reading.problems);
  return message as Message<Name>;
}

function readMessage(reading: Reading, name: string, value: unknown, depth: number): unknown {
  if (depth > MAX_MESSAGE_DEPTH) throw nestingTooDeep(renderPath(reading.path));
  reading.messagesLeft -= 1;
  if (reading.messagesLeft < 0) throw tooManyMessages(renderPath(reading.path), reading.limit);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return addProblem(reading, 'an object', value);
  const message: Record<string, unknown> = {};
  let chosen: string | undefined;
  for (const field of messages.get(name) ?? []) {
    const given = (value as Readonly<Record<string, unknown>>)[field.name];
    if (given === undefined || given === null) continue;
    reading.path.push(field.name);
    if (field.label === 'oneof' && chosen !== undefined) addProblem(reading, `nothing beside ${chosen}`, given);
    if (field.label === 'oneof') chosen = field.name;
    message[field.name] = field.label === 'repeated' ? readList(reading, field, given, depth) : readValue(reading, field, given, depth);
    reading.path.pop();
  }
  return message;
}

function readList(reading: Reading, field: Field, value: unknown, depth: number): unknown {
  if (!Array.isArray(value)) return addProblem(reading, 'an array', value);
  return value.map((item: unknown, index) => {
    reading.path.push(index);
    const read = readValue(reading, field, item, depth);
    reading.path.pop();
    return read;
  });
}

function readValue(reading: Reading, { type, scalar }: Field, value: unknown, depth: number): unknown {
  if (scalar === undefined) return readMessage(reading, type, value, depth + 1);
  return scalar.read(value) ?? addProblem(reading, scalar.expected, value);
}

function addProblem({ path, problems }: Reading, expected: string, value: unknown): undefined {
  problems.push({ where: renderPath(path), expected, arrived: describeJson(value) });
  if (problems.length >= MAX_PROBLEMS) throw new OtlpError('otlp.value_malformed', problems);
}
