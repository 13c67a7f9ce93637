// What is known about each key of metadata: its quoted text, and whether its value needs care. Looked up once for every key of a line.
import { reservedLogFields } from '@plinth/catalog';
import type { Redaction } from '../redaction/redact.ts';
import { flatten, quote } from './json-text.ts';

export interface KnownKey {
  /** `"key"`, redacted and escaped. */
  readonly quoted: string;
  /** `"key":` */
  readonly text: string;
  /** The same at the top of a line, where names of the line's own fields get a `_` in front. */
  readonly topText: string;
  readonly secret: boolean;
  /** `value`, which is secret when a `name` or `key` beside it says so: `{ name: 'password', value: '…' }`. */
  readonly namedBySibling: boolean;
  /** `err` or `error`: an Error under it becomes the line's error field. */
  readonly holdsError: boolean;
}

const cacheSize = 4096;
const longestKey = 256;
const reserved = new Set(reservedLogFields);
const siblingNames = new Set(['value', 'values', 'val']);

/** A lookup of keys, cached; keys over 256 characters are cut and not kept. */
export function createKeyTable(redaction: Redaction): (key: string) => KnownKey {
  const cache = new Map<string, KnownKey>();
  return (key) => {
    const known = cache.get(key);
    if (known !== undefined) return known;
    const built = buildKey(key, redaction);
    if (key.length <= longestKey) {
      if (cache.size >= cacheSize) cache.clear();
      cache.set(key, built);
    }
    return built;
  };
}

function buildKey(key: string, redaction: Redaction): KnownKey {
  const shown =
    key.length > longestKey
      ? `${redaction.redactText(key.slice(0, longestKey))}…[truncated ${key.length - longestKey}]`
      : redaction.redactText(key);
  return {
    quoted: flatten(quote(shown)),
    text: flatten(`${quote(shown)}:`),
    topText: flatten(`${quote(isReserved(key) ? `_${shown}` : shown)}:`),
    secret: redaction.isSecretKey(key),
    namedBySibling: siblingNames.has(key),
    holdsError: key === 'err' || key === 'error',
  };
}

/** `level`, and also `_level`: so that no two keys of one record become the same. */
function isReserved(key: string): boolean {
  return reserved.has(key.replace(/^_+/, ''));
}
