// Turns any value into redacted JSON. The walk cannot throw, cannot loop, and cannot grow without bound.
import { types } from 'node:util';
import { isLongNumber } from '../redaction/numbers.ts';
import { redactedMarker, type Redaction } from '../redaction/redact.ts';
import type { LineCaps } from './caps.ts';
import { createCappedText } from './capped-text.ts';
import { quote } from './json-text.ts';
import type { KnownKey } from './key-table.ts';
import { censored, circular, renderFault, renderMissingKeys } from './placeholders.ts';
import { createStackText } from './stack-text.ts';
import type { Walk } from './walk.ts';

export interface JsonValues {
  /** A string as JSON, cut and redacted. By default it is redacted with all patterns. */
  readonly text: (text: string, walk: Walk, redact?: (text: string) => string) => string;
  /** Any value at a depth. Undefined for a value that JSON leaves out: undefined, functions, symbols. */
  readonly value: (item: unknown, depth: number, walk: Walk) => string | undefined;
  /** The value of one property. A getter that throws becomes a placeholder. */
  readonly property: (item: object, name: string, depth: number, walk: Walk) => string | undefined;
  /** Whether the value of a key is a secret in this object. */
  readonly isSecret: (item: object, key: KnownKey) => boolean;
  /** The text in the place of a secret value. Undefined where the property is left out. */
  readonly concealed: (item: object, name: string | number, walk: Walk) => string | undefined;
}

// About how many characters a number or a boolean takes.
const scalarCost = 8;
// A shorter message leaves room in the line, however it is escaped.
const shortMessage = 1024;
const errorFields = new Set(['name', 'message', 'stack', 'cause', 'errors']);
const rawLists = new Set<string | number>(['rawHeaders', 'rawTrailers']);
const pairLists = new Set<unknown>(['Headers', 'URLSearchParams', 'FormData']);

export function createJsonValues(redaction: Redaction, caps: LineCaps, lookUpKey: (key: string) => KnownKey): JsonValues {
  const text = createCappedText(redaction, caps.string);
  const stackText = createStackText(redaction);

  function value(item: unknown, depth: number, walk: Walk): string | undefined {
    if (typeof item === 'string') return text(item, walk);
    if (typeof item === 'object') return item === null ? 'null' : object(item, depth, walk);
    if (typeof item === 'bigint') return text(item.toString(), walk);
    if (typeof item !== 'number' && typeof item !== 'boolean') return undefined;
    walk.budget -= scalarCost;
    return typeof item === 'number' ? number(item) : String(item);
  }

  function number(item: number): string {
    // Most numbers end here: a call that may return a number or a text would allocate.
    if (!isLongNumber(item)) return Number.isFinite(item) ? String(item) : `"${String(item)}"`;
    const shown = redaction.redactNumber(item);
    return typeof shown === 'number' ? String(shown) : quote(shown);
  }

  function object(item: object, depth: number, walk: Walk): string {
    walk.budget -= 2;
    try {
      if (depth >= caps.depth) return charge(`"[truncated: depth ${caps.depth}]"`, walk);
      for (let index = 0; index < depth; index++) if (walk.ancestors[index] === item) return charge(circular, walk);
      walk.ancestors[depth] = item;
      if (Array.isArray(item)) return array(item, depth, walk);
      const prototype: unknown = Object.getPrototypeOf(item);
      if (prototype === Object.prototype || prototype === null) return converted(item, depth, walk) ?? record(item, depth, walk);
      return instance(item, depth, walk);
    } catch (thrown) {
      return charge(renderFault('Unserializable', thrown, redaction), walk);
    }
  }

  function instance(item: object, depth: number, walk: Walk): string {
    if (item instanceof Error) return error(item, depth, walk);
    if (item instanceof Date) return charge(Number.isNaN(item.getTime()) ? '"[Invalid Date]"' : quote(item.toISOString()), walk);
    if (ArrayBuffer.isView(item) || item instanceof ArrayBuffer) return text(`[${item.constructor.name} ${item.byteLength} bytes]`, walk);
    const own = converted(item, depth, walk);
    if (own !== undefined) return own;
    if (item instanceof Map) return `{${pairs(item, item.size, depth, walk)}}`;
    if (item instanceof Set) return array(takeItems(item), depth, walk, item.size);
    if (item instanceof RegExp || item instanceof String) return text(String(item), walk);
    if (item instanceof Number || item instanceof Boolean) return value(item.valueOf(), depth, walk) ?? 'null';
    if (item instanceof Promise) return charge('"[Promise]"', walk);
    const { [Symbol.toStringTag]: tag, entries } = item as { [Symbol.toStringTag]?: unknown; entries?: unknown };
    if (pairLists.has(tag) && typeof entries === 'function') {
      const list = [...(entries.call(item) as Iterable<[unknown, unknown]>)];
      return `{${pairs(list, list.length, depth, walk)}}`;
    }
    // The object may come from another realm (node:vm).
    if (types.isNativeError(item)) return error(item, depth, walk);
    return record(item, depth, walk);
  }

  /** The value that the object's own toJSON returns. Undefined where it has none. */
  function converted(item: object, depth: number, walk: Walk): string | undefined {
    const { toJSON } = item as { toJSON?: unknown };
    if (typeof toJSON !== 'function') return undefined;
    const result: unknown = toJSON.call(item, '');
    return result === item ? record(item, depth, walk) : (value(result, depth + 1, walk) ?? 'null');
  }

  function takeItems(items: Iterable<unknown>): unknown[] {
    const taken: unknown[] = [];
    for (const item of items) {
      if (taken.length >= caps.items) break;
      taken.push(item);
    }
    return taken;
  }

  function array(items: readonly unknown[], depth: number, walk: Walk, total = items.length): string {
    const count = Math.min(items.length, caps.items);
    // The array may be [name, value]: an entry of a header list, or of Object.entries.
    const isSecretPair = total === 2 && typeof items[0] === 'string' && redaction.isSecretKey(items[0]);
    let out = '';
    let index = 0;
    for (; index < count && walk.budget > 0; index++) {
      if (index > 0) out += ',';
      out += isSecretPair && index === 1 ? (concealed(items, index, walk) ?? charge(censored, walk)) : element(items, index, depth, walk);
    }
    if (index < total) out += charge(`${index === 0 ? '' : ','}"…[truncated ${total - index} items]"`, walk);
    return `[${out}]`;
  }

  function element(items: readonly unknown[], index: number, depth: number, walk: Walk): string {
    walk.budget--;
    return property(items, index, depth, walk) ?? 'null';
  }

  function pairs(entries: Iterable<[unknown, unknown]>, total: number, depth: number, walk: Walk): string {
    let out = '';
    let count = 0;
    for (const [name, content] of entries) {
      if (count >= caps.keys || walk.budget <= 0) return out + charge(renderMissingKeys(total - count, out !== ''), walk);
      count++;
      const key = lookUpKey(typeof name === 'string' ? name : String(name));
      walk.budget -= key.text.length + 1;
      const shown = key.secret ? concealed([content], 0, walk) : value(content, depth + 1, walk);
      if (shown !== undefined) out += `${out === '' ? '' : ','}${key.text}${shown}`;
    }
    return out;
  }

  function record(item: object, depth: number, walk: Walk): string {
    let out = '';
    let count = 0;
    for (const name in item) {
      if (!Object.hasOwn(item, name)) continue;
      if (count >= caps.keys || walk.budget <= 0) {
        out += charge(renderMissingKeys(Object.keys(item).length - count, out !== ''), walk);
        break;
      }
      count++;
      const key = lookUpKey(name);
      walk.budget -= key.text.length + 1;
      const shown = isSecret(item, key) ? concealed(item, name, walk) : property(item, name, depth, walk);
      if (shown !== undefined) out += out === '' ? key.text + shown : `,${key.text}${shown}`;
    }
    return `{${out}}`;
  }

  function isSecret(item: object, key: KnownKey): boolean {
    if (key.secret || !key.namedBySibling) return key.secret;
    const { name, key: otherName } = item as { name?: unknown; key?: unknown };
    const label = name ?? otherName;
    return typeof label === 'string' && redaction.isSecretKey(label);
  }

  function concealed(item: object, name: string | number, walk: Walk): string | undefined {
    const shown = redaction.conceal(() => (item as Record<string | number, unknown>)[name]);
    if (shown === undefined) return undefined;
    return charge(shown === redactedMarker ? censored : quote(shown), walk);
  }

  function property(item: object, name: string | number, depth: number, walk: Walk): string | undefined {
    let content: unknown;
    try {
      content = (item as Record<string | number, unknown>)[name];
    } catch (thrown) {
      return charge(renderFault('Getter threw', thrown, redaction), walk);
    }
    if (typeof content === 'object' && rawLists.has(name)) content = concealRaw(content);
    return value(content, depth + 1, walk);
  }

  /** A list like `rawHeaders` of Node, with names and values in turn. */
  function concealRaw(list: unknown): unknown {
    try {
      if (!Array.isArray(list)) return list;
      return list.map((item: unknown, index) => {
        const name: unknown = index % 2 === 1 ? list[index - 1] : undefined;
        return typeof name === 'string' && redaction.isSecretKey(name) ? (redaction.conceal(() => item) ?? redactedMarker) : item;
      });
    } catch {
      // The list is a proxy that throws. It is shown as any other value.
      return list;
    }
  }

  function error(item: Error, depth: number, walk: Walk): string {
    const name = readText(item, 'name');
    const type = name === 'Error' || name === '' ? readText(item.constructor, 'name') || 'Error' : name;
    const out = charge(`{"type":${lookUpKey(type).quoted}`, walk) + messageAndStack(item, name, walk);
    return `${out}${causes(item, depth, walk)}${ownProperties(item, depth, walk)}}`;
  }

  function messageAndStack(item: Error, name: string, walk: Walk): string {
    const message = readText(item, 'message');
    const stack = read(item, 'stack');
    if (typeof stack !== 'string') return `,"message":${text(message, walk)}`;
    const isShort = message.length <= shortMessage && stack.length <= caps.string && stack.length * 6 <= walk.budget;
    if (!isShort) return `,"message":${text(message, walk)},"stack":${text(stack, walk, redaction.redactStack)}`;
    const shown = text(message, walk);
    // A stack starts with the message, which is redacted already.
    const stackJson = stackText(stack, `${name}: ${message}`, `${lookUpKey(name).quoted.slice(0, -1)}: ${shown.slice(1, -1)}`);
    return `,"message":${shown},"stack":${charge(stackJson, walk)}`;
  }

  function causes(item: Error, depth: number, walk: Walk): string {
    const cause = value(read(item, 'cause'), depth + 1, walk);
    const errors = read(item, 'errors');
    const list = Array.isArray(errors) ? `,"errors":${object(errors, depth + 1, walk)}` : '';
    return (cause === undefined ? '' : `,"cause":${cause}`) + list;
  }

  function ownProperties(item: Error, depth: number, walk: Walk): string {
    let out = '';
    let count = 0;
    const names = Object.keys(item);
    for (const name of names) {
      if (errorFields.has(name)) continue;
      if (count >= caps.keys || walk.budget <= 0) return out + charge(renderMissingKeys(names.length - count, true), walk);
      count++;
      const key = lookUpKey(name);
      walk.budget -= key.text.length + 1;
      const shown = isSecret(item, key) ? concealed(item, name, walk) : property(item, name, depth, walk);
      // The field `type` has the class of the error.
      if (shown !== undefined) out += `,${name === 'type' ? '"_type":' : key.text}${shown}`;
    }
    return out;
  }

  function read(item: object, name: string): unknown {
    try {
      return (item as Record<string, unknown>)[name];
    } catch (thrown) {
      return JSON.parse(renderFault('Getter threw', thrown, redaction));
    }
  }

  /** A property that should be a text. Somebody may have set it to something else. */
  function readText(item: object, name: string): string {
    const content = read(item, name);
    if (typeof content === 'string') return content;
    return content === undefined || content === null ? '' : `[${typeof content}]`;
  }

  return { text, value, property, isSecret, concealed };
}

/** Counts a text as a part of the line. */
function charge(text: string, walk: Walk): string {
  walk.budget -= text.length;
  return text;
}
