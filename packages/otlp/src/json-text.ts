// Turns the bytes of a JSON body into values, with a bound on nesting and with 64-bit integers kept exact.
import { OtlpError } from './errors.ts';
import { tooManyMessages } from './limits.ts';

/** Far above what messages of the deepest allowed nesting need; what exceeds it is an attack on the parser. */
const MAX_JSON_NESTING = 1000;

/** A number literal that a double may not hold: 16 digits or more outside quotes. Rare, since senders quote 64-bit integers. */
const LONG_LITERAL = /[:[,]\s*-?\d{16}/;
const INTEGER = /^-?\d+$/;

// JSON.parse passes the source text of a primitive since V8 11.4: https://github.com/tc39/proposal-json-parse-with-source
type SourceReviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
const parseWithSource = JSON.parse as (text: string, reviver?: SourceReviver) => unknown;

/**
 * Parses a JSON body. Integers beyond `Number.MAX_SAFE_INTEGER` come back as bigint. `mostObjects`: what is refused before it is parsed,
 * since objects are built whether a message has a place for them or not.
 * Throws an `OtlpError`.
 */
export function parseJsonText(bytes: Uint8Array, mostObjects: number): unknown {
  checkStructure(bytes, mostObjects);
  const text = parseUtf8(bytes);
  try {
    return LONG_LITERAL.test(text) ? parseWithSource(text, keepExact) : parseWithSource(text);
  } catch (cause) {
    const { where, arrived } = placeOf(cause, text);
    throw new OtlpError('otlp.json_malformed', [{ where, expected: 'JSON', arrived }]);
  }
}

// V8 quotes the payload in its message, so that is not passed on; it names the position for some errors only.
function placeOf(cause: unknown, text: string): { readonly where: string; readonly arrived: string } {
  const message = cause instanceof Error ? cause.message : '';
  if (message.startsWith('Unexpected end')) return { where: `character ${text.length}`, arrived: 'the end' };
  const position = /at position (\d+)/.exec(message)?.[1];
  return { where: position === undefined ? 'the body' : `character ${position}`, arrived: 'something else' };
}

function keepExact(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  const rounded = typeof value === 'number' && !Number.isSafeInteger(value);
  return rounded && source !== undefined && INTEGER.test(source) ? BigInt(source) : value;
}

function parseUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const problem = { where: 'the body', expected: 'UTF-8', arrived: 'bytes that are not' };
    throw new OtlpError('otlp.json_malformed', [problem], { cause });
  }
}

/** Objects, arrays and what commas separate: an object of a message has up to so many parts. */
const partsOfObject = 8;

// Before JSON.parse: 16 MiB of opening brackets cost it a gigabyte.
function checkStructure(bytes: Uint8Array, mostObjects: number): void {
  let objects = 0;
  let parts = 0;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (quoted) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) quoted = false;
    } else if (byte === 0x22) {
      quoted = true;
    } else if (byte === 0x2c) {
      parts += 1;
    } else if (byte === 0x5b || byte === 0x7b) {
      depth += 1;
      parts += 1;
      if (byte === 0x7b) objects += 1;
      if (objects > mostObjects) throw tooManyMessages(`byte ${at}`, mostObjects);
      if (depth > MAX_JSON_NESTING) {
        const problem = {
          where: `byte ${at}`,
          expected: `at most ${MAX_JSON_NESTING} objects and arrays inside each other`,
          arrived: 'more',
        };
        throw new OtlpError('otlp.nesting_too_deep', [problem]);
      }
    } else if (byte === 0x5d || byte === 0x7d) {
      depth -= 1;
    }
  }
  if (parts > mostObjects * partsOfObject) throw tooManyMessages('the body', mostObjects);
}
