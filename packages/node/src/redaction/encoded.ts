// Secrets behind an encoding: percent-encoded text, and the text of XML elements.
import type { Mark } from './mark.ts';
import type { KeyRule } from './pairs.ts';

const escape = /%[0-9A-Fa-f]{2}/;
const joinedDigits = /\d\+\d/;
const escapes = /(?:%[0-9A-Fa-f]{2})+/g;
const wordEnd = /[\s"'<>]/;
const deepest = 3;
const longestName = 64;

type Redact = (text: string) => string;

/** Whether a text has a percent-encoded character, or digits joined by `+` as queries write spaces. */
export function mayBeEncoded(text: string): boolean {
  return (text.includes('%') && escape.test(text)) || (text.includes('+') && joinedDigits.test(text));
}

/** Decodes each word that has escapes; one that hides a secret is shown decoded and redacted, the others stay as they are. */
export function redactEncoded(text: string, redact: Redact, isSecretParameter: KeyRule, mark: Mark): string {
  // Most texts with escapes hide nothing: one look at the whole of it.
  const decoded = decodeDeep(text);
  if (redact(decoded) === decoded) return text;
  const words = text.split(/([\s"'<>]+)/).map((word) => {
    if (wordEnd.test(word) || !mayBeEncoded(word)) return word;
    const decodedWord = decodeDeep(word);
    const redacted = redact(redactParameters(decodedWord, isSecretParameter, mark));
    return redacted === decodedWord ? word : redacted.replace(/[\s"<>]/g, encodeURIComponent);
  });
  return redact(words.join(''));
}

function decodeDeep(text: string): string {
  let decoded = text;
  for (let depth = 0; depth < deepest && mayBeEncoded(decoded); depth++) {
    decoded = decodePercent(decoded.includes('+') ? decoded.replace(/(\d)\+(?=\d)/g, '$1 ') : decoded);
  }
  return decoded;
}

/** `a=1&password=two words`: once decoded, the end of a parameter's value is no longer where a word ends. */
function redactParameters(decoded: string, isSecretParameter: KeyRule, mark: Mark): string {
  return decoded
    .split(/([?&;#])/)
    .map((segment) => {
      for (let start = 0, equals = segment.indexOf('='); equals !== -1; start = equals + 1, equals = segment.indexOf('=', start)) {
        const value = segment.slice(equals + 1);
        if (value !== '' && equals - start <= longestName && isSecretParameter(segment.slice(start, equals))) {
          return segment.slice(0, equals + 1) + mark(undefined, value);
        }
      }
      return segment;
    })
    .join('');
}

/** Percent-decoded text; where an escape is malformed, the others are decoded, and bytes that are no UTF-8 become U+FFFD. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // One exception for a text, not one for each escape of a hostile one: it costs as much as decoding a thousand.
    return text.replace(escapes, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString());
  }
}

const longestElement = 1024;
const tagName = /<\/(?:[\w.-]{1,64}:)?([\w.-]{1,64})>/y;

/** `<password>…</password>`: found from the end tag backwards, so that the cost is a constant for each of them. */
export function redactElements(text: string, isSecretKey: KeyRule, mark: Mark): string {
  let result = '';
  let copied = 0;
  for (let end = text.indexOf('</'); end !== -1; end = text.indexOf('</', end + 2)) {
    tagName.lastIndex = end;
    const name = tagName.exec(text)?.[1];
    if (name === undefined || !isSecretKey(name)) continue;
    const from = Math.max(copied, end - longestElement);
    const start = text.slice(from, end).lastIndexOf('>');
    if (start === -1 || from + start + 1 === end) continue;
    result += text.slice(copied, from + start + 1) + mark(undefined, text.slice(from + start + 1, end));
    copied = end;
  }
  return copied === 0 ? text : result + text.slice(copied);
}
