// Any value as redacted JSON, in one walk that cannot throw, cannot loop and cannot grow without bound.
import type { DataClass } from '@plinth/catalog';
import { redactedMarker, type Redaction } from '../redaction/redact.ts';
import type { LineCaps } from './caps.ts';
import { quote } from './json-text.ts';
import { createKeyTable, type KnownKey } from './key-table.ts';
import { createStackText } from './stack-text.ts';

/** State of one line: serialising may run the caller's code (getters, toJSON), and that may log. */
export interface Walk {
  /** Characters left for the line. */
  budget: number;
  readonly ancestors: object[];
  /** The first Error found under `err` or `error` at the top; it is left out there. */
  error: Error | undefined;
  /** Keys of the child logger's bindings; {@link Walk.collided} says whether the record has one of them too. */
  readonly bound: object | undefined;
  collided: boolean;
}

export interface Serializer {
  startWalk(budget: number, bound?: object): Walk;
  /** A string, cut, redacted (by default with all value patterns), quoted. */
  text(text: string, walk: Walk, redact?: (text: string) => string): string;
  /** The same for a text that is known to be far below the caps. */
  shortText(text: string): string;
  /** Any value; undefined for what JSON leaves out (undefined, functions, symbols). */
  value(value: unknown, walk: Walk): string | undefined;
  /** The own enumerable properties as `,"key":value,…`, reserved names with `_` in front; without those that `except` has too. */
  fields(record: object, walk: Walk, except?: object): string;
  /** `{ type, message, stack, cause, errors, …own properties }` */
  error(error: Error, walk: Walk): string;
  /** The fields of a business event: a personal or secret one is not shown, a public one is not searched for secrets. */
  classedFields(fields: Readonly<Record<string, unknown>>, classes: Readonly<Record<string, DataClass>>, walk: Walk): string;
}

const censored = quote(redactedMarker);
// A secret that stands across the place where a text is cut would lose the part by which it is known: so much more is scanned than shown.
const lookahead = 256;
const hasOwn = Object.prototype.hasOwnProperty;
const shortMessage = 1024;
const asIs = (text: string): string => text;
const errorFields = new Set(['name', 'message', 'stack', 'cause', 'errors']);
const pairLists = new Set(['Headers', 'URLSearchParams', 'FormData']);

export function createSerializer(redaction: Redaction, caps: LineCaps): Serializer {
  const lookUpKey = createKeyTable(redaction);
  const stackText = createStackText(redaction);

  function text(full: string, walk: Walk, redact: (text: string) => string = redaction.redactText): string {
    const limit = Math.max(0, Math.min(caps.string, walk.budget));
    let quoted = quote(full.length <= limit ? redact(full) : cut(full, limit, redact));
    // Escapes make up to six characters of one.
    if (quoted.length > walk.budget + lookahead) quoted = quote(cut(full, Math.floor(limit / 6), redact));
    walk.budget -= quoted.length;
    return quoted;
  }

  function value(item: unknown, depth: number, walk: Walk): string | undefined {
    switch (typeof item) {
      case 'string':
        return text(item, walk);
      case 'number':
        walk.budget -= 8;
        return number(item);
      case 'boolean':
        walk.budget -= 5;
        return item ? 'true' : 'false';
      case 'bigint':
        return text(item.toString(), walk);
      case 'object':
        return item === null ? 'null' : object(item, depth, walk);
      default:
        return undefined;
    }
  }

  function number(item: number): string {
    const digits = String(item);
    if (!Number.isFinite(item)) return `"${digits}"`;
    // As long as a card number.
    if (item < 1e12 || !Number.isInteger(item)) return digits;
    const redacted = redaction.redactText(digits);
    return redacted === digits ? digits : quote(redacted);
  }

  function object(item: object, depth: number, walk: Walk): string {
    walk.budget -= 2;
    try {
      if (depth >= caps.depth) return `"[truncated: depth ${caps.depth}]"`;
      for (let index = 0; index < depth; index++) if (walk.ancestors[index] === item) return '"[Circular]"';
      walk.ancestors[depth] = item;
      if (Array.isArray(item)) return array(item, depth, walk);
      const prototype: unknown = Object.getPrototypeOf(item);
      if (prototype === Object.prototype || prototype === null) return convertible(item, depth, walk) ?? record(item, depth, walk);
      return instance(item, depth, walk);
    } catch (thrown) {
      return fault('Unserializable', thrown);
    }
  }

  function instance(item: object, depth: number, walk: Walk): string {
    if (item instanceof Error) return error(item, depth, walk);
    if (item instanceof Date) return Number.isNaN(item.getTime()) ? '"[Invalid Date]"' : quote(item.toISOString());
    if (ArrayBuffer.isView(item) || item instanceof ArrayBuffer) return quote(`[${item.constructor.name} ${item.byteLength} bytes]`);
    const converted = convertible(item, depth, walk);
    if (converted !== undefined) return converted;
    if (item instanceof Map) return `{${entries(item, item.size, depth, walk)}}`;
    if (item instanceof Set) return array(takeItems(item), depth, walk, item.size);
    if (item instanceof RegExp || item instanceof String) return text(String(item), walk);
    if (item instanceof Number || item instanceof Boolean) return String(item.valueOf());
    if (item instanceof Promise) return '"[Promise]"';
    const {
      [Symbol.toStringTag]: tag,
      entries: list,
      stack,
    } = item as { [Symbol.toStringTag]?: unknown; entries?: unknown; stack?: unknown };
    if (typeof list === 'function' && typeof tag === 'string' && pairLists.has(tag)) {
      return `{${entries(list.call(item) as Iterable<[unknown, unknown]>, 0, depth, walk)}}`;
    }
    // An Error of another realm (node:vm).
    if (typeof stack === 'string' && Object.prototype.toString.call(item) === '[object Error]') return error(item as Error, depth, walk);
    return record(item, depth, walk);
  }

  /** What the value's own toJSON makes of it, or undefined when it has none. */
  function convertible(item: object, depth: number, walk: Walk): string | undefined {
    const { toJSON } = item as { toJSON?: unknown };
    if (typeof toJSON !== 'function') return undefined;
    const converted: unknown = toJSON.call(item, '');
    return converted === item ? record(item, depth, walk) : (value(converted, depth + 1, walk) ?? 'null');
  }

  function takeItems(items: Iterable<unknown>): unknown[] {
    const taken: unknown[] = [];
    for (const item of items) {
      taken.push(item);
      if (taken.length >= caps.items) break;
    }
    return taken;
  }

  function array(items: readonly unknown[], depth: number, walk: Walk, total = items.length): string {
    const count = Math.min(items.length, caps.items);
    // [name, value]: an entry of a header list or of Object.entries.
    const secretPair = total === 2 && typeof items[0] === 'string' && redaction.isSecretKey(items[0]);
    let out = '';
    let index = 0;
    for (; index < count && walk.budget > 0; index++) {
      if (index > 0) out += ',';
      out += secretPair && index === 1 ? censored : item(items, index, depth, walk);
    }
    if (index < total) out += `${index === 0 ? '' : ','}"…[truncated ${total - index} items]"`;
    return `[${out}]`;
  }

  function item(items: readonly unknown[], index: number, depth: number, walk: Walk): string {
    try {
      walk.budget--;
      return value(items[index], depth + 1, walk) ?? 'null';
    } catch (thrown) {
      return fault('Getter threw', thrown);
    }
  }

  function entries(pairs: Iterable<[unknown, unknown]>, total: number, depth: number, walk: Walk): string {
    let out = '';
    let count = 0;
    for (const [name, content] of pairs) {
      if (count >= caps.keys || walk.budget <= 0) return `${out}${renderMissing(total - count, count > 0)}`;
      const key = lookUpKey(typeof name === 'string' ? name : String(name));
      const shown = key.secret ? censored : value(content, depth + 1, walk);
      walk.budget -= key.text.length;
      if (shown !== undefined) out += `${out === '' ? '' : ','}${key.text}${shown}`;
      count++;
    }
    return out;
  }

  function record(item: object, depth: number, walk: Walk): string {
    let out = '';
    let count = 0;
    for (const name in item) {
      if (!hasOwn.call(item, name)) continue;
      if (count >= caps.keys || walk.budget <= 0) {
        out += renderMissing(Object.keys(item).length - count, out !== '');
        break;
      }
      count++;
      const key = lookUpKey(name);
      walk.budget -= key.text.length;
      const shown = isSecret(item, key) ? censored : property(item, name, depth, walk);
      if (shown !== undefined) out += out === '' ? key.text + shown : `,${key.text}${shown}`;
    }
    return `{${out}}`;
  }

  function isSecret(item: object, key: KnownKey): boolean {
    if (!key.namedBySibling) return key.secret;
    const { name, key: otherName } = item as { name?: unknown; key?: unknown };
    const label = name ?? otherName;
    return typeof label === 'string' && redaction.isSecretKey(label);
  }

  function property(item: object, name: string, depth: number, walk: Walk): string | undefined {
    let content: unknown;
    try {
      content = (item as Record<string, unknown>)[name];
    } catch (thrown) {
      return fault('Getter threw', thrown);
    }
    return value(content, depth + 1, walk);
  }

  function error(item: Error, depth: number, walk: Walk): string {
    const name = read(item, 'name');
    const type = String(name === 'Error' || name === undefined ? (item.constructor?.name ?? 'Error') : name);
    const message = String(read(item, 'message'));
    const stack = read(item, 'stack');
    let out = `{"type":${text(type, walk)}`;
    if (message.length <= shortMessage && typeof stack === 'string' && stack.length <= Math.min(caps.string, walk.budget / 6)) {
      const redacted = redaction.redactText(message);
      const stackJson = stackText(stack, `${String(name)}: ${message}`, `${redaction.redactText(String(name))}: ${redacted}`);
      out += `,"message":${quote(redacted)},"stack":${stackJson}`;
      walk.budget -= redacted.length + stackJson.length;
    } else {
      out += `,"message":${text(message, walk)}`;
      if (typeof stack === 'string') out += `,"stack":${text(stack, walk, redaction.redactStack)}`;
    }
    const cause = value(read(item, 'cause'), depth + 1, walk);
    if (cause !== undefined) out += `,"cause":${cause}`;
    const errors = read(item, 'errors');
    if (Array.isArray(errors)) out += `,"errors":${object(errors, depth + 1, walk)}`;
    let count = 0;
    for (const own of Object.keys(item)) {
      if (errorFields.has(own)) continue;
      if (count >= caps.keys || walk.budget <= 0) return `${out},"…":"[truncated keys]"}`;
      count++;
      const key = lookUpKey(own);
      walk.budget -= key.text.length;
      // `type` is ours: the own property of that name gets the same mark as a reserved field.
      const label = own === 'type' ? '"_type":' : key.text;
      const shown = key.secret ? censored : property(item, own, depth, walk);
      if (shown !== undefined) out += `,${label}${shown}`;
    }
    return `${out}}`;
  }

  function read(item: Error, name: 'name' | 'message' | 'stack' | 'cause' | 'errors'): unknown {
    try {
      return (item as unknown as Record<string, unknown>)[name];
    } catch (thrown) {
      return unquote(fault('Getter threw', thrown));
    }
  }

  function fields(item: object, walk: Walk, except?: object): string {
    let out = '';
    let count = 0;
    try {
      walk.ancestors[0] = item;
      const source = topRecord(item);
      for (const name in source) {
        if (!hasOwn.call(source, name)) continue;
        if (count >= caps.keys || walk.budget <= 0) return out + renderMissing(Object.keys(source).length - count, true);
        count++;
        if (walk.bound !== undefined && hasOwn.call(walk.bound, name)) walk.collided = true;
        if (except !== undefined && hasOwn.call(except, name)) continue;
        out += field(source, name, walk);
      }
    } catch (thrown) {
      out += `,"…":${fault('Unserializable', thrown)}`;
    }
    return out;
  }

  function field(source: object, name: string, walk: Walk): string {
    const key = lookUpKey(name);
    walk.budget -= key.topText.length;
    if (isSecret(source, key)) return `,${key.topText}${censored}`;
    if (key.holdsError && walk.error === undefined) {
      const content = read(source as Error, name as 'errors');
      if (content instanceof Error) {
        walk.error = content;
        return '';
      }
    }
    const shown = property(source, name, 0, walk);
    return shown === undefined ? '' : `,${key.topText}${shown}`;
  }

  function classedFields(item: Readonly<Record<string, unknown>>, classes: Readonly<Record<string, DataClass>>, walk: Walk): string {
    let out = '';
    for (const [name, content] of Object.entries(item)) {
      if (content === undefined) continue;
      if (walk.bound !== undefined && hasOwn.call(walk.bound, name)) walk.collided = true;
      const dataClass = hasOwn.call(classes, name) ? classes[name] : 'internal';
      if (dataClass === 'personal' || dataClass === 'secret') out += `,${lookUpKey(name).topText}"[REDACTED:${dataClass}]"`;
      else if (dataClass === 'public' && typeof content === 'string') {
        const key = lookUpKey(name);
        out += `,${key.topText}${key.secret ? censored : text(content, walk, asIs)}`;
      } else out += field(item, name, walk);
    }
    return out;
  }

  /** A model whose fields are what its toJSON returns. */
  function topRecord(item: object): object {
    const { toJSON } = item as { toJSON?: unknown };
    if (typeof toJSON !== 'function') return item;
    const converted: unknown = toJSON.call(item, '');
    return typeof converted === 'object' && converted !== null ? converted : { value: converted };
  }

  function cut(full: string, limit: number, redact: (text: string) => string): string {
    const scanned = redact(full.slice(0, limit + lookahead));
    const complete = full.length <= limit + lookahead;
    if (complete && scanned.length <= limit) return scanned;
    let end = complete ? limit : Math.min(limit, Math.max(0, scanned.length - lookahead));
    // Not between the two units of one character.
    const last = scanned.charCodeAt(end - 1);
    if (last >= 0xd800 && last <= 0xdbff) end--;
    return `${scanned.slice(0, end)}…[truncated ${full.length - end}]`;
  }

  function fault(kind: string, thrown: unknown): string {
    let reason: string;
    try {
      reason = redaction.redactText(String((thrown as Partial<Error> | undefined)?.message ?? thrown).slice(0, 80));
    } catch {
      reason = 'error';
    }
    return quote(`[${kind}: ${reason}]`);
  }

  return {
    startWalk: (budget, bound) => ({ budget, ancestors: [], error: undefined, bound, collided: false }),
    text,
    value: (item, walk) => value(item, 0, walk),
    fields,
    shortText: (short) => quote(redaction.redactText(short)),
    error: (item, walk) => object(item, 0, walk),
    classedFields,
  };
}

function renderMissing(count: number, follows: boolean): string {
  return `${follows ? ',' : ''}"…":"[truncated ${count} keys]"`;
}

function unquote(quoted: string): string {
  return JSON.parse(quoted) as string;
}
