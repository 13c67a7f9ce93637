// Reads the many forms in which winston takes a record into one form.
import { format } from 'node:util';
import type { Entry } from './line.ts';
import { splatSymbol } from './winston-info.ts';

const token = /%[scdjifoO%]/g;
const infoFields = { level: true, message: true };

/** Turns an object into plain redacted data. A message that prints the object then shows no secret of it. */
export type Sanitise = (value: object) => unknown;

/** Whether a text has tokens like `%s`. Only then may arguments become part of it. */
export function hasTokens(message: string): boolean {
  return message.includes('%') && message.search(token) !== -1;
}

/** `log(level, message, ...rest)` and `logger.info(message, ...rest)`. */
export function readCall(message: unknown, rest: readonly unknown[], sanitise: Sanitise): Entry {
  const collected = new Collected();
  let text = message;
  let remaining = rest;
  if (isError(message)) {
    collected.error = message;
    text = readMessage(message);
  } else if (typeof message === 'string' && rest.length > 0 && hasTokens(message)) {
    const wanted = (message.match(token) ?? []).filter((found) => found !== '%%').length;
    const printed = print(
      message,
      rest.slice(0, wanted).map((argument) => printable(argument, collected, sanitise)),
    );
    if (printed !== undefined) {
      text = printed;
      remaining = rest.slice(wanted);
    }
  }
  for (const argument of remaining) collected.add(argument);
  return collected.entry(text);
}

/** `log({ level, message, ...fields })` and `logger.info({ message, ...fields })`. An Error is a record of its own. */
export function readInfo(info: object, sanitise: Sanitise): Entry {
  if (isError(info)) return readCall(info, [], sanitise);
  const message = readMessage(info);
  const args = typeof message === 'string' && hasTokens(message) ? (info as { [splatSymbol]?: unknown })[splatSymbol] : undefined;
  return { ...readCall(message, Array.isArray(args) ? args : [], sanitise), meta: info, except: infoFields };
}

/** Whether a single argument is a record of its own (winston: an object with a message) rather than the message. */
export function isInfo(value: unknown): value is object {
  return typeof value === 'object' && value !== null && (isError(value) || Boolean(readMessage(value)));
}

/** Whether the argument is missing, or an object whose properties are fields. So it is in nearly every call. */
export function isPlainMeta(meta: unknown): meta is object | undefined {
  if (meta === undefined) return true;
  if (typeof meta !== 'object' || meta === null) return false;
  try {
    const prototype: unknown = Object.getPrototypeOf(meta);
    return prototype === Object.prototype || prototype === null;
  } catch {
    return false;
  }
}

/** Sorts the arguments after the message: fields, an error, anything else. */
class Collected {
  error: Error | undefined;
  #meta: object | undefined;
  readonly #rest: unknown[] = [];

  add(argument: unknown): void {
    if (argument === undefined || argument === null || typeof argument === 'function') return;
    if (this.error === undefined && isError(argument)) this.error = argument;
    else if (!isFields(argument)) this.#rest.push(argument);
    else if (this.#meta === undefined) this.#meta = argument;
    else this.#merge(this.#meta, argument);
  }

  #merge(first: object, second: object): void {
    try {
      this.#meta = { ...first, ...second };
    } catch {
      this.#rest.push(second);
    }
  }

  entry(message: unknown): Entry {
    const rest = this.#rest.length === 0 ? undefined : this.#rest;
    return { message, meta: this.#meta, except: undefined, error: this.error, rest };
  }
}

function isFields(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return !(value instanceof Error || value instanceof Date || value instanceof Map || value instanceof Set || ArrayBuffer.isView(value));
  } catch {
    return false;
  }
}

function isError(value: unknown): value is Error {
  try {
    return value instanceof Error;
  } catch {
    return false;
  }
}

/** The text with its tokens replaced. Undefined where an argument does not fit its token, as a bigint for `%j`. */
function print(message: string, args: readonly unknown[]): string | undefined {
  try {
    return format(message, ...args);
  } catch {
    return undefined;
  }
}

function printable(argument: unknown, collected: Collected, sanitise: Sanitise): unknown {
  if (typeof argument === 'function') return '[Function]';
  if (typeof argument !== 'object' || argument === null) return argument;
  if (!isError(argument)) return sanitise(argument);
  collected.error ??= argument;
  const message = readMessage(argument);
  return typeof message === 'string' ? message : '[Error]';
}

function readMessage(holder: object): unknown {
  try {
    return (holder as { message?: unknown }).message;
  } catch {
    return '[Getter threw]';
  }
}
