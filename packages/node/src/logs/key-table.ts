// What is known about each key of metadata: its quoted text, and whether its value needs care. Every key of a line is looked up here.
import { reservedLogFields } from '@plinth/catalog';
import { createKeyCache, longestKey } from '../redaction/key-cache.ts';
import type { Redaction } from '../redaction/redact.ts';
import { flatten, quote } from './json-text.ts';

export interface KnownKey {
  /** `"key"`, redacted and escaped. */
  readonly quoted: string;
  /** `"key":` */
  readonly text: string;
  /** `"key":` at the top of a line. There a name of the line's own fields gets a `_` in front. */
  readonly topText: string;
  readonly secret: boolean;
  /** Whether the key is `value`: that is secret where a `name` or `key` beside it says so, as in `{ name: 'password', value: '…' }`. */
  readonly namedBySibling: boolean;
  /** Whether the key is `err` or `error`: an Error under it becomes the field `error` of the line. */
  readonly holdsError: boolean;
}

const reserved = new Set(reservedLogFields);
const siblingNames = new Set(['value', 'values', 'val']);

/** Makes a cached lookup of keys. A key that is too long for the cache is cut. */
export function createKeyTable(redaction: Redaction): (key: string) => KnownKey {
  return createKeyCache((key) => buildKey(key, redaction));
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

/** Whether the key is a reserved name like `level`, or `_level`: so no two keys of one record become the same. */
function isReserved(key: string): boolean {
  return reserved.has(key.replace(/^_+/, ''));
}
