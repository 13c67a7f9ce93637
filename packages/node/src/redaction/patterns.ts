// What secrets and personal data look like inside text. Every expression is linear: quantifiers are bounded, or start only where a
// run of their characters starts, so that no text can make one scan cost more than a constant times its length.
import { isCardNumber, isIssuerPrefix, passesMod97, readIbanLength } from './checksum.ts';
import { redactEmails } from './emails.ts';
import { mayNameSecret, redactSentences } from './sentences.ts';

/** One kind of secret. `redact` may cost; `mayMatch` is a cheap test that decides whether it runs. */
export interface ValuePattern {
  readonly name: string;
  mayMatch(text: string): boolean;
  redact(text: string): string;
}

const upperDigits = /[A-Z]{2}\d\d/;
const nineDigits = /\d(?:[ -]?\d){8}/;
const thirteenDigits = /\d(?:[ -]?\d){12}/;
const dashedSsn = /\d-\d\d-\d{4}/;
const ssnWord = /ssn|social/i;
const underscoreKey = /gh[pousr]_|github_pat_|[sr]k_(?:live|test)_|whsec_|npm_|hf_|shp[a-z]{2}_|dop_v1_/;
const dashKey = /glpat-|xox[a-z]-|xapp-|sk-|pypi-|sq0(?:atp|csp)-/;
const plainKey = /A[KSBC][IC]A|AIza|SG\.|ya29\.|hvs\./;

const shortestVendorKey = 15;
const wordCharacters = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-/+') wordCharacters[character.charCodeAt(0)] = 1;

const privateKeyStart = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const privateKeyEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const jwt = /eyJ(?<![A-Za-z0-9_-]eyJ)[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){0,3}/g;
const vendorKey = new RegExp(
  `(?<![A-Za-z0-9])(?:${[
    '(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}', // AWS key id
    'gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255}',
    'glpat-[A-Za-z0-9_-]{20,255}',
    'xox[abeoprs]-[A-Za-z0-9-]{10,255}|xapp-[A-Za-z0-9-]{10,255}', // Slack
    '[sr]k_(?:live|test)_[A-Za-z0-9]{16,255}|whsec_[A-Za-z0-9+/=]{16,255}', // Stripe
    'sk-[A-Za-z0-9_-]{20,255}', // OpenAI, Anthropic
    'AIza[A-Za-z0-9_-]{35}|ya29\\.[A-Za-z0-9_-]{20,255}', // Google
    'npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{16,255}|hf_[A-Za-z0-9]{30,255}',
    'SG\\.[A-Za-z0-9_-]{16,64}\\.[A-Za-z0-9_-]{16,64}', // SendGrid
    'shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32}|dop_v1_[a-f0-9]{64}|hvs\\.[A-Za-z0-9_-]{24,255}|sq0(?:atp|csp)-[A-Za-z0-9_-]{22,64}',
  ].join('|')})`,
  'g',
);
const base64Key = /[A-Za-z0-9/+](?<![A-Za-z0-9/+=_.-].)[A-Za-z0-9/+]{39}(?![A-Za-z0-9/+=_.-])/g;
// User and password of a URL. A password may hold "/" and "@": everything up to the last "@", unless a port follows the colon.
const userInfo = /:\/\/(?:[^\s/?#"'<>@:[]{0,128}:(?!\d{1,5}(?:[/?#,]|$))[^\s"'<>]{1,256}|[^\s/?#"'<>]{1,256})@/g;
const ibanStart = /\b[A-Z]{2}\d{2}(?=[ -]?[A-Z0-9]{3})/g;
// Not inside a longer number, and not the fraction of one.
const digitRun = /\d(?<!\d\d|\d[ .-]\d)(?:[ -]?\d){12,}/g;
const ssn = /(?!000|666|9)\d(?<![\d-]\d)\d\d-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g;
const spokenSsn = /\b(ssn|social.?security(?: (?:number|no))?)\b(\D{0,12})\d{3}[ -]?\d{2}[ -]?\d{4}(?!\d)/gi;

/** What runs first, in this order: long secrets whose parts look like something else (a URL's `user:password` like a pair). */
export const containerPatterns: readonly ValuePattern[] = [
  { name: 'private-key', mayMatch: (text) => text.length > 40 && text.includes('-----BEGIN'), redact: redactPrivateKeys },
  // One rare character first: looking for it costs a tenth of looking for three.
  { name: 'jwt', mayMatch: (text) => text.includes('J') && text.includes('eyJ'), redact: (text) => text.replace(jwt, '[REDACTED:jwt]') },
  { name: 'key', mayMatch: mayHoldVendorKey, redact: (text) => text.replace(vendorKey, '[REDACTED:key]') },
  { name: 'base64-key', mayMatch: mayHoldBase64Key, redact: (text) => text.replace(base64Key, redactBase64Key) },
  {
    name: 'user-info',
    mayMatch: (text) => text.includes('://') && (text.includes('@') || text.includes('%40')),
    redact: (text) => text.replace(userInfo, '://[REDACTED]@'),
  },
];

/** What runs once the values that a name in the text gives away are gone. */
export const valuePatterns: readonly ValuePattern[] = [
  { name: 'sentence', mayMatch: mayNameSecret, redact: redactSentences },
  { name: 'email', mayMatch: (text) => text.includes('@') || text.includes('%40'), redact: redactEmails },
  { name: 'iban', mayMatch: (text) => text.length >= 15 && upperDigits.test(text), redact: redactIbans },
  { name: 'number', mayMatch: (text) => nineDigits.test(text), redact: redactNumbers },
];

function redactPrivateKeys(text: string): string {
  let result = '';
  let rest = text;
  for (;;) {
    const start = privateKeyStart.exec(rest);
    if (start === null) return result + rest;
    result += `${rest.slice(0, start.index)}[REDACTED:private-key]`;
    rest = rest.slice(start.index + start[0].length);
    const end = privateKeyEnd.exec(rest);
    // A key without its end was cut off: what follows is key.
    if (end === null) return result;
    rest = rest.slice(end.index + end[0].length);
  }
}

function mayHoldVendorKey(text: string): boolean {
  if (!holdsWord(text, shortestVendorKey)) return false;
  return (text.includes('_') && underscoreKey.test(text)) || (text.includes('-') && dashKey.test(text)) || plainKey.test(text);
}

function mayHoldBase64Key(text: string): boolean {
  return text.length >= 40 && (text.includes('/') || text.includes('+')) && holdsWord(text, 40);
}

/** Whether `length` word characters stand in a row. Such a row covers every `length`-th position, so only those are looked at. */
function holdsWord(text: string, length: number): boolean {
  for (let position = length - 1; position < text.length; position += length) {
    let start = position;
    while (start > position - length && wordCharacters[text.charCodeAt(start)] === 1) start--;
    let end = position + 1;
    while (end - start <= length && end < text.length && wordCharacters[text.charCodeAt(end)] === 1) end++;
    if (end - start > length) return true;
  }
  return false;
}

/** 40 characters are a secret key of AWS when they mix everything; a path or a hash does not. */
function redactBase64Key(match: string): string {
  const upper = match.replace(/[^A-Z]/g, '').length;
  const lower = match.replace(/[^a-z]/g, '').length;
  return upper >= 6 && lower >= 6 && /\d/.test(match) && /[/+]/.test(match) ? '[REDACTED:key]' : match;
}

function redactIbans(text: string): string {
  let result = '';
  let copied = 0;
  ibanStart.lastIndex = 0;
  for (let start = ibanStart.exec(text); start !== null; start = ibanStart.exec(text)) {
    const end = findIbanEnd(text, start.index);
    if (end === undefined) continue;
    result += `${text.slice(copied, start.index)}[REDACTED:iban]`;
    copied = end;
    ibanStart.lastIndex = end;
  }
  return copied === 0 ? text : result + text.slice(copied);
}

/** Reads as many letters and digits as the country's IBAN has, over single spaces and dashes. */
function findIbanEnd(text: string, start: number): number | undefined {
  const length = readIbanLength(text.slice(start, start + 2));
  if (length === undefined) return undefined;
  let account = '';
  let index = start;
  for (; account.length < length; index++) {
    if (isAccountCharacter(text, index)) account += text.charAt(index);
    else if (!isGap(text, index) || isGap(text, index - 1)) return undefined;
  }
  return !/[A-Za-z0-9]/.test(text.charAt(index)) && passesMod97(account) ? index : undefined;
}

function isAccountCharacter(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return (code >= 65 && code <= 90) || isDigit(text, index);
}

function isGap(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === 32 || code === 45;
}

function redactNumbers(text: string): string {
  let result = thirteenDigits.test(text) ? text.replace(digitRun, redactCardNumbers) : text;
  if (dashedSsn.test(text)) result = result.replace(ssn, '[REDACTED:ssn]');
  return ssnWord.test(text) ? result.replace(spokenSsn, '$1$2[REDACTED:ssn]') : result;
}

/** `run` is a series of digits with single spaces or dashes; a card number is any 13 to 19 of them that start and end at a separator. */
function redactCardNumbers(run: string): string {
  let result = '';
  let copied = 0;
  for (let start = 0; start < run.length; start = nextGroup(run, start)) {
    const end = findCardEnd(run, start);
    if (end === undefined) continue;
    result += `${run.slice(copied, start)}[REDACTED:pan]`;
    copied = end;
    start = end - 1;
  }
  return copied === 0 ? run : result + run.slice(copied);
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
