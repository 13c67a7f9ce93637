// Card numbers, social security numbers and phone numbers.
import { isCardNumber, isIssuerPrefix } from './checksum.ts';
import type { Mark } from './mark.ts';

const nineDigits = /\d(?:[ -]?\d){8}/;
const thirteenDigits = /\d(?:[ -]?\d){12}/;
const dashedSsn = /\d-\d\d-\d{4}/;
const ssnWord = /ssn|social/i;
// Not inside a longer number, and not the fraction of one.
const digitRun = /\d(?<!\d\d|\d[ .-]\d)(?:[ -]?\d){12,}/g;
const ssn = /(?!000|666|9)\d(?<![\d-]\d)\d\d-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g;
const spokenSsn = /\b(ssn|social.?security(?: (?:number|no))?)\b(\D{0,12})(\d{3}[ -]?\d{2}[ -]?\d{4})(?!\d)/gi;
// A UUID, or a digest or trace id of 128 bits and more, whatever a dash joins it to. A word of digits alone is neither.
const id = /(?<![0-9a-z])(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?=\d{0,63}[a-f])[0-9a-f]{32,64})(?![0-9a-z])/gi;
const longestId = 64;
// With country code (ITU-T E.164: 15 digits at most) and no date of a build, and as North America writes it.
const internationalPhone = /\+(?<![\w.+]\+)(?!20\d{12}(?!\d))[1-9](?:(?:[ .-]| ?\(|\) ?)?\d){7,14}(?![\w:]|\.\d)/g;
const americanPhone = /\((?<!\w\()[2-9]\d{2}\) ?[2-9]\d{2}-\d{4}(?!\d)/g;

/** Whether a number has thirteen digits or more, as the shortest card number has. */
export function isLongNumber(value: number): boolean {
  return value >= 1e12 && Number.isInteger(value);
}

/** Nine digits: the shortest number with check digits or with a form that no other number has. */
export function mayHoldNumber(text: string): boolean {
  return nineDigits.test(text);
}

export function redactNumbers(text: string, mark: Mark): string {
  let result = thirteenDigits.test(text)
    ? text.replace(digitRun, (run, offset: number) =>
        redactCardNumbers(run, mark, (start, end) => touchesId(text, offset + start, offset + end)),
      )
    : text;
  if (dashedSsn.test(text)) result = result.replace(ssn, (number) => mark('ssn', number));
  if (!ssnWord.test(text)) return result;
  return result.replace(spokenSsn, (_match, name: string, between: string, number: string) => `${name}${between}${mark('ssn', number)}`);
}

export function mayHoldPhone(text: string): boolean {
  return (text.includes('+') && /\+[1-9]/.test(text)) || (text.includes('(') && /\([2-9]\d\d\)/.test(text));
}

export function redactPhones(text: string, mark: Mark): string {
  return text.replace(internationalPhone, (number) => mark('phone', number)).replace(americanPhone, (number) => mark('phone', number));
}

/**
 * `run` is a series of digits with single spaces or dashes; a card number is any 13 to 19 of them that start and end at a separator.
 * `isId` is asked of what looks like one.
 */
function redactCardNumbers(run: string, mark: Mark, isId: (start: number, end: number) => boolean): string {
  let result = '';
  let copied = 0;
  for (let start = 0; start < run.length; start = nextGroup(run, start)) {
    const end = findCardEnd(run, start);
    if (end === undefined || isId(start, end)) continue;
    result += run.slice(copied, start) + mark('pan', run.slice(start, end));
    copied = end;
    start = end - 1;
  }
  return copied === 0 ? run : result + run.slice(copied);
}

/** One UUID in two thousand has digits that pass as a card number: a correlation id must not be taken for one. */
function touchesId(text: string, start: number, end: number): boolean {
  const from = Math.max(0, start - longestId);
  for (const {
    index,
    0: { length },
  } of text.slice(from, end + longestId).matchAll(id)) {
    if (from + index < end && start < from + index + length) return true;
  }
  return false;
}

function nextGroup(run: string, from: number): number {
  let index = from;
  while (index < run.length && isDigit(run, index)) index++;
  return index + 1;
}

function findCardEnd(run: string, start: number): number | undefined {
  let digits = '';
  for (let index = start; index < run.length && digits.length < 19; index++) {
    if (isDigit(run, index)) digits += run.charAt(index);
    if (digits.length === 4 && !isIssuerPrefix(digits)) return undefined;
    const groupEnds = index + 1 === run.length || !isDigit(run, index + 1);
    if (digits.length >= 13 && groupEnds && isDigit(run, index) && isCardNumber(digits)) return index + 1;
  }
  return undefined;
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 48 && code <= 57;
}
