// Secrets that a text names: `key=value`, `"key": "value"`, headers, query parameters.
import { anyMarker, type Mark } from './mark.ts';
import { normaliseKey } from './secret-keys.ts';
import { looksGenerated } from './sentences.ts';

/** Whether the value of a field, header or parameter of this name is a secret. */
export type KeyRule = (key: string) => boolean;

const longestKey = 64;
// JSON in JSON in JSON escapes a quote by 1, 3, 7 backslashes.
const longestEscape = 7;

const keyCharacters = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-') keyCharacters[character.charCodeAt(0)] = 1;

/**
 * Redacts the value after every name in `text` that `isSecretKey` knows. A name after `?`, `&`, `;` or `#` is a query parameter and
 * asks `isSecretParameter`.
 */
export function redactPairs(text: string, isSecretKey: KeyRule, isSecretParameter: KeyRule, mark: Mark): string {
  let result = '';
  let copied = 0;
  let equals = text.indexOf('=');
  let colon = text.indexOf(':');
  while (equals !== -1 || colon !== -1) {
    const separator = colon === -1 || (equals !== -1 && equals < colon) ? equals : colon;
    const valueEnd = redactedTo(text, copied, separator, isSecretKey, isSecretParameter);
    let next = separator + 1;
    if (valueEnd !== undefined) {
      const valueStart = skipSeparator(text, separator);
      result += text.slice(copied, valueStart) + replaceValue(text.slice(valueStart, valueEnd), mark);
      copied = valueEnd;
      next = valueEnd;
    }
    if (equals !== -1 && equals < next) equals = text.indexOf('=', next);
    if (colon !== -1 && colon < next) colon = text.indexOf(':', next);
  }
  return copied === 0 ? text : result + text.slice(copied);
}

/** End of the secret whose name stands before the separator, or undefined when there is none. */
function redactedTo(text: string, from: number, separator: number, isSecretKey: KeyRule, isSecretParameter: KeyRule): number | undefined {
  const keyEnd = skipBack(text, separator, from);
  const keyStart = findKeyStart(text, keyEnd, from);
  if (keyEnd - keyStart < 2) return undefined;
  const key = text.slice(keyStart, keyEnd);
  const isParameter = text.charCodeAt(separator) === 61 && keyStart > 0 && '?&;#'.includes(text.charAt(keyStart - 1));
  if (!(isParameter ? isSecretParameter(key) : isSecretKey(key))) return undefined;
  const start = skipSeparator(text, separator);
  const end = findValueEnd(text, start, key, isParameter, text.charAt(separator));
  return end === start ? undefined : end;
}

/** Over spaces (three at most) and the quote, its escapes and the bracket that may close a key: `user[key]`, `\"key\" :`. */
function skipBack(text: string, separator: number, from: number): number {
  let end = separator;
  while (end > from && separator - end < 3 && text.charCodeAt(end - 1) === 32) end--;
  const quote = text.charCodeAt(end - 1);
  if (end > from && (quote === 34 || quote === 39)) end--;
  const escape = end - longestEscape;
  while (end > from && end > escape && text.charCodeAt(end - 1) === 92) end--;
  if (end > from && text.charCodeAt(end - 1) === 93) end--;
  return end;
}

function findKeyStart(text: string, end: number, from: number): number {
  const limit = Math.max(from, end - longestKey);
  let start = end;
  while (start > limit && keyCharacters[text.charCodeAt(start - 1)] === 1) start--;
  return start;
}

/** Over `=`, `:`, `=>`, `:=` and up to three spaces. */
function skipSeparator(text: string, separator: number): number {
  let index = separator + 1;
  if ('=>'.includes(text.charAt(index)) && index < text.length) index++;
  const limit = index + 3;
  while (index < limit && text.charCodeAt(index) === 32) index++;
  return index;
}

const openingEscape = /\\{1,7}"/y;
const doubleQuotes = /"(?:[^"\\]|\\[\s\S])*"?/y;
const singleQuotes = /'(?:[^'\\]|\\[\s\S])*'?/y;
const brackets = /\[[^\]]*\]?|\{[^}]*\}?/y;
const parameter = /[^&;#\s"'<>\\]+/y;
const cookies = /[^\s;,"']+(?:; {0,3}[^\s;,"']+)*/y;
const digest = /digest\s[^\r\n]*/iy;
const schemed = /(?:(?:bearer|basic|token|negotiate|apikey|aws4-hmac-sha256)\s{1,3})?[^\s,;&"'})\]]+/iy;

// Values that say something about a secret instead of being one.
const statusWord =
  /^(?:null|undefined|true|false|none|nil|n\/a|empty|missing|absent|present|set|unset|required|optional|invalid|valid|incorrect|correct|wrong|bad|expired|revoked|rejected|accepted|denied|mismatch|changed|updated|rotated|ok|failed|must|is|was|not|the|a|string|number|boolean|hidden|redacted|masked|\*+|\?|\$\d{1,3}|%s|:\w{1,32})$/i;

// Names that are too short to mean a secret in a sentence ("pass: 12", "pin: four"); as `name=value` or quoted they do.
const ambiguousNames = new Set(
  'pass auth pan sid pin otp cookie cookies token signature bearer phone mobile telephone birthday secret secrets credentials'.split(' '),
);

const shortestSpoken = 4;

/** Where the secret at `start` ends; `start` itself when there is none. */
function findValueEnd(text: string, start: number, key: string, isParameter: boolean, separator: string): number {
  if (matchEnd(anyMarker, text, start) > start) return start;
  const first = text.charAt(start);
  if (first === '\\' && matchEnd(openingEscape, text, start) > start) return findEscapedEnd(text, start);
  if (first === '"') return matchEnd(doubleQuotes, text, start);
  if (first === "'") return matchEnd(singleQuotes, text, start);
  if (first === '[' || first === '{') return matchEnd(brackets, text, start);
  if (isParameter) return matchEnd(parameter, text, start);
  const name = normaliseKey(key);
  if (name.endsWith('cookie')) return matchEnd(cookies, text, start);
  const end = Math.max(matchEnd(digest, text, start), matchEnd(schemed, text, start));
  const value = text.slice(start, end).replace(/[.!]$/, '');
  if (statusWord.test(value)) return start;
  const isSpoken = separator === ':' && ambiguousNames.has(name);
  return isSpoken && (value.length < shortestSpoken || !looksGenerated(value)) ? start : extendGroups(text, start, end);
}

function matchEnd(expression: RegExp, text: string, start: number): number {
  expression.lastIndex = start;
  return expression.test(text) ? expression.lastIndex : start;
}

/** Numbers are written in groups: `phone=+1 415 555 2671`, `IBAN: NL68 INGB 6911 7717 23`. */
function extendGroups(text: string, start: number, end: number): number {
  const value = text.slice(start, end);
  if (value.length > longestGroup || !grouped.test(value)) return end;
  const group = isAccount.test(value) ? accountGroup : digitGroup;
  let extended = end;
  for (let count = 0; count < mostGroups; count++) {
    const next = matchEnd(group, text, extended);
    if (next === extended) break;
    extended = next;
  }
  return extended;
}

const longestGroup = 16;
const mostGroups = 9;
const grouped = /^[+(]{0,2}[A-Z0-9]{0,12}\d[A-Z0-9]{0,12}\)?$/;
const isAccount = /^[A-Z]{2}\d{2}$/;
const digitGroup = /\)?[ -]\(?\d{1,6}\)?(?:-\d{2,6})?(?![A-Za-z0-9:])/y;
const accountGroup = / [A-Z0-9]{1,4}(?![A-Za-z0-9:=])/y;

/** Up to the quote that is escaped as the first one is; to the end of the text where there is none. */
function findEscapedEnd(text: string, start: number): number {
  const opening = text.slice(start, matchEnd(openingEscape, text, start));
  let end = text.indexOf(opening, start + opening.length);
  // A quote with more backslashes is part of the value.
  while (end !== -1 && text.charCodeAt(end - 1) === 92) end = text.indexOf(opening, end + opening.length);
  return end === -1 ? text.length : end + opening.length;
}

const quotes = /^(?:\\{1,7}"|["'])/;

/** The marker in the quotes of the value, so that JSON stays JSON. */
function replaceValue(value: string, mark: Mark): string {
  const quote = quotes.exec(value)?.[0] ?? '';
  const isClosed = value.length > quote.length && value.endsWith(quote);
  const secret = value.slice(quote.length, isClosed ? value.length - quote.length : value.length);
  return quote + mark(undefined, secret) + (isClosed ? quote : '');
}
