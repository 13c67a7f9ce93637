// The fields of a line: top-level metadata, business event fields, the error.
import type { DataClass } from '@plinth/catalog';
import { redactedMarker, type Redaction } from '../redaction/redact.ts';
import type { LineCaps } from './caps.ts';
import { quote } from './json-text.ts';
import { createJsonValues, type JsonValues } from './json-value.ts';
import { createKeyTable } from './key-table.ts';
import { renderFault, renderMissingKeys } from './placeholders.ts';
import type { Walk } from './walk.ts';

export interface Serializer {
  readonly text: JsonValues['text'];
  /** A text that is known to be far below the caps. */
  shortText(text: string): string;
  /** Any value. Undefined for a value that JSON leaves out. */
  value(value: unknown, walk: Walk): string | undefined;
  /** The own enumerable properties as `,"key":value,…`, without those that `except` has too. Reserved names get a `_` in front. */
  fields(record: object, walk: Walk, except?: object): string;
  /** The fields of a business event. The class decides: personal and secret fields are not shown, public ones are not searched. */
  classedFields(fields: Readonly<Record<string, unknown>>, classes: Readonly<Record<string, DataClass>>, walk: Walk): string;
  /** `{ type, message, stack, cause, errors, …own properties }` */
  error(error: Error, walk: Walk): string;
}

const asIs = (text: string): string => text;

/** A serializer that never throws. Its output is always JSON. It cuts what is over a cap, and says so. */
export function createSerializer(redaction: Redaction, caps: LineCaps): Serializer {
  const lookUpKey = createKeyTable(redaction);
  const { text, value, property, isSecret, concealed } = createJsonValues(redaction, caps, lookUpKey);

  function fields(record: object, walk: Walk, except?: object): string {
    let out = '';
    let count = 0;
    try {
      walk.ancestors[0] = record;
      const source = convert(record);
      for (const name in source) {
        if (!Object.hasOwn(source, name)) continue;
        if (count >= caps.keys || walk.budget <= 0) return out + renderMissingKeys(Object.keys(source).length - count, true);
        count++;
        noteCollision(name, walk);
        if (except === undefined || !Object.hasOwn(except, name)) out += field(source, name, walk);
      }
    } catch (thrown) {
      out += `,"…":${renderFault('Unserializable', thrown, redaction)}`;
    }
    return out;
  }

  function field(source: object, name: string, walk: Walk): string {
    const key = lookUpKey(name);
    walk.budget -= key.topText.length + 1;
    const secret = isSecret(source, key);
    if (!secret && key.holdsError && takeError(source, name, walk)) return '';
    const shown = secret ? concealed(source, name, walk) : property(source, name, 0, walk);
    return shown === undefined ? '' : `,${key.topText}${shown}`;
  }

  function classedFields(event: Readonly<Record<string, unknown>>, classes: Readonly<Record<string, DataClass>>, walk: Walk): string {
    let out = '';
    for (const [name, content] of Object.entries(event)) {
      if (content === undefined) continue;
      noteCollision(name, walk);
      const key = lookUpKey(name);
      const dataClass = Object.hasOwn(classes, name) ? classes[name] : 'internal';
      // A class that would show a password is a mistake.
      if (dataClass === undefined || dataClass === 'internal' || (dataClass === 'public' && key.secret)) out += field(event, name, walk);
      else {
        const shown = dataClass === 'public' ? plain(content, walk) : classed(content, dataClass);
        if (shown !== undefined) out += `,${key.topText}${shown}`;
      }
    }
    return out;
  }

  /** A public value. The catalog says that anyone may see it, however it looks. */
  function plain(content: unknown, walk: Walk): string | undefined {
    return typeof content === 'string'
      ? text(content, walk, asIs)
      : typeof content === 'number' && Number.isFinite(content)
        ? String(content)
        : value(content, 0, walk);
  }

  /** A personal value can be hashed. A secret is never hashed: it may be short, and nobody has to tell one secret from another. */
  function classed(content: unknown, dataClass: 'personal' | 'secret'): string | undefined {
    const shown = redaction.conceal(() => (dataClass === 'personal' ? content : undefined));
    if (shown === undefined) return undefined;
    return quote(shown === redactedMarker ? `[REDACTED:${dataClass}]` : shown);
  }

  return {
    text,
    shortText: (short) => quote(redaction.redactText(short)),
    value: (item, walk) => value(item, 0, walk),
    fields,
    classedFields,
    error: (error, walk) => value(error, 0, walk) ?? 'null',
  };
}

function noteCollision(name: string, walk: Walk): void {
  if (walk.bound !== undefined && Object.hasOwn(walk.bound, name)) walk.collided = true;
}

/** An Error under `err` or `error` becomes the error of the line, unless the line has one. */
function takeError(source: object, name: string, walk: Walk): boolean {
  if (walk.error !== undefined) return false;
  let content: unknown;
  try {
    content = (source as Record<string, unknown>)[name];
  } catch {
    return false;
  }
  if (!(content instanceof Error)) return false;
  walk.error = content;
  return true;
}

/** A model object: its fields are what its toJSON returns. */
function convert(record: object): object {
  const { toJSON } = record as { toJSON?: unknown };
  if (typeof toJSON !== 'function') return record;
  const converted: unknown = toJSON.call(record, '');
  return typeof converted === 'object' && converted !== null ? converted : { value: converted };
}
