// Secrets in a line that a logger of the service has finished. JSON is searched as text, not parsed and written anew: so key order, doubled
// keys and the spelling of numbers stay as the logger wrote them.
import { redactedMarker, type Redaction } from '../redaction/redact.ts';

/** The line without secrets, in the form that it has: JSON stays JSON. */
export function redactFinishedText(text: string, redaction: Redaction): string {
  return text.startsWith('{') ? redactJson(text, redaction) : redaction.redactText(text);
}

const siblingNames = new Set(['value', 'values', 'val']);
const labelNames = new Set(['name', 'key']);
const rawLists = new Set(['rawHeaders', 'rawTrailers']);
/** How far the name of a value is looked for in its object. */
const longestSearch = 4096;
/** The shortest card number, with a character before it. */
const shortestNumber = 13;
const numbers = /(?<![\w.])\d{12,19}(?![\w.])/g;

const quoteCode = 34;
const colonCode = 58;
const commaCode = 44;

/** JSON, or a part of it that begins and ends outside of strings. The time is linear in the length. */
export function redactJson(text: string, redaction: Redaction): string {
  let out = '';
  let copied = 0;
  let at = 0;
  let label: { readonly text: string; readonly end: number } | undefined;
  let isStack = false;

  /** Puts a text in the place of a part. */
  const replace = (start: number, end: number, shown: string): void => {
    out += text.slice(copied, start) + shown;
    copied = end;
  };
  /** Takes out a pair, with the comma that joins it to the others. */
  const remove = (start: number, end: number): void => {
    out += text.slice(copied, start);
    const following = skipSpace(text, end);
    if (text.charCodeAt(following) === commaCode) copied = following + 1;
    else {
      out = out.replace(/,\s*$/, '');
      copied = end;
    }
  };
  const conceal = (keyStart: number | undefined, start: number, end: number): void => {
    const old = text.slice(start, end);
    if (old === 'null' || old === '') return;
    const shown = redaction.conceal(() => parse(old));
    if (shown === undefined && keyStart !== undefined) remove(keyStart, end);
    else replace(start, end, JSON.stringify(shown ?? redactedMarker));
  };

  for (let start = text.indexOf('"'); start !== -1; start = text.indexOf('"', at)) {
    if (start - at >= shortestNumber) redactNumbers(at, start);
    const end = findStringEnd(text, start);
    if (end === -1) {
      replace(start, text.length, redaction.redactText(text.slice(start)));
      return out;
    }
    const raw = text.slice(start + 1, end);
    const isEscaped = raw.includes('\\');
    const content = isEscaped ? decode(raw) : raw;
    if (text.charCodeAt(end + 1) === colonCode) takeKey(content, start, skipSpace(text, end + 2));
    else takeValue(content, start, end);
  }
  if (text.length - at >= shortestNumber) redactNumbers(at, text.length);
  return copied === 0 ? text : out + text.slice(copied);

  function takeKey(key: string, start: number, valueStart: number): void {
    at = valueStart;
    isStack = key === 'stack';
    const isSecret = redaction.isSecretKey(key) || (siblingNames.has(key) && isNamedSecret(start, valueStart));
    if (isSecret) {
      at = findValueEnd(text, valueStart);
      conceal(start, valueStart, at);
    } else if (labelNames.has(key) && text.charCodeAt(valueStart) === quoteCode) {
      const end = findStringEnd(text, valueStart);
      if (end !== -1) label = { text: decode(text.slice(valueStart + 1, end)), end: end + 1 };
    } else if (rawLists.has(key) && text.charAt(valueStart) === '[') takeRawList(valueStart + 1);
  }

  function takeValue(content: string, start: number, end: number): void {
    at = end + 1;
    const clean = isStack ? redaction.redactStack(content) : redaction.redactText(content);
    isStack = false;
    if (clean !== content) replace(start, at, JSON.stringify(clean));
    // The list may be [name, value]: an entry of a header list.
    if (text.charCodeAt(at) !== commaCode || !redaction.isSecretKey(content) || !isFirst(text, start)) return;
    const valueStart = skipSpace(text, at + 1);
    const valueEnd = findValueEnd(text, valueStart);
    if (text.charAt(skipSpace(text, valueEnd)) !== ']') return;
    conceal(undefined, valueStart, valueEnd);
    at = valueEnd;
  }

  /** Names and values in turn. */
  function takeRawList(listStart: number): void {
    let position = skipSpace(text, listStart);
    while (text.charCodeAt(position) === quoteCode) {
      const nameEnd = findStringEnd(text, position);
      if (nameEnd === -1 || text.charCodeAt(nameEnd + 1) !== commaCode) return;
      const valueStart = skipSpace(text, nameEnd + 2);
      const valueEnd = findValueEnd(text, valueStart);
      if (redaction.isSecretKey(decode(text.slice(position + 1, nameEnd)))) conceal(undefined, valueStart, valueEnd);
      else if (text.charCodeAt(valueStart) === quoteCode) {
        const content = decode(text.slice(valueStart + 1, valueEnd - 1));
        const clean = redaction.redactText(content);
        if (clean !== content) replace(valueStart, valueEnd, JSON.stringify(clean));
      }
      at = valueEnd;
      if (text.charCodeAt(valueEnd) !== commaCode) return;
      position = skipSpace(text, valueEnd + 1);
    }
  }

  /** Whether the object has a `name` or `key` beside the value that says that it is a secret. */
  function isNamedSecret(start: number, valueStart: number): boolean {
    if (label !== undefined && start - label.end < longestSearch && isSameObject(text.slice(label.end, start))) {
      return redaction.isSecretKey(label.text);
    }
    const within = text.slice(valueStart, valueStart + longestSearch);
    let position = findValueEnd(within, 0);
    while (within.charCodeAt(position) === commaCode) {
      const keyStart = skipSpace(within, position + 1);
      const keyEnd = within.charCodeAt(keyStart) === quoteCode ? findStringEnd(within, keyStart) : -1;
      if (keyEnd === -1) return false;
      const start = skipSpace(within, keyEnd + 2);
      position = findValueEnd(within, start);
      if (labelNames.has(within.slice(keyStart + 1, keyEnd)) && within.charCodeAt(start) === quoteCode)
        return redaction.isSecretKey(decode(within.slice(start + 1, position - 1)));
    }
    return false;
  }

  /** A card number may be written as a number. */
  function redactNumbers(from: number, to: number): void {
    for (const { 0: digits, index } of text.slice(from, to).matchAll(numbers)) {
      const shown = redaction.redactNumber(Number(digits));
      if (typeof shown === 'string') replace(from + index, from + index + digits.length, JSON.stringify(shown));
    }
  }
}

/** The index of the quote that closes the string. -1 where none does. */
function findStringEnd(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let back = end - 1;
    while (back > start && text.charCodeAt(back) === 92) back--;
    if ((end - 1 - back) % 2 === 0) return end;
  }
  return -1;
}

/** The index behind the value. */
function findValueEnd(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '"') {
      const end = findStringEnd(text, index);
      if (end === -1) return text.length;
      index = end;
      if (depth === 0) return end + 1;
    } else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') {
      if (depth === 0) return index;
      if (--depth === 0) return index + 1;
    } else if (depth === 0 && (character === ',' || character === ' ' || character === '\n')) return index;
  }
  return text.length;
}

/** Whether the text between two pairs leaves no object and enters none. */
function isSameObject(between: string): boolean {
  let depth = 0;
  for (let index = 0; index < between.length; index++) {
    const character = between.charAt(index);
    if (character === '"') {
      const end = findStringEnd(between, index);
      if (end === -1) return false;
      index = end;
    } else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth < 0) return false;
  }
  return depth === 0;
}

/** Whether the value at the index is the first of a list. */
function isFirst(text: string, start: number): boolean {
  let index = start - 1;
  while (index >= 0 && text.charCodeAt(index) <= 32) index--;
  return text.charAt(index) === '[';
}

function skipSpace(text: string, start: number): number {
  let index = start;
  while (index < text.length && text.charCodeAt(index) <= 32) index++;
  return index;
}

function decode(raw: string): string {
  if (!raw.includes('\\')) return raw;
  const decoded = parse(`"${raw}"`);
  return typeof decoded === 'string' ? decoded : raw;
}

/** Undefined where it is no JSON. */
function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
