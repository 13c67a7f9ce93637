// What secrets and personal data look like inside text. Every expression is linear: quantifiers are bounded, or start only where a
// run of their characters starts, so that no text can make one scan cost more than a constant times its length.
import { redactEmails } from './emails.ts';
import { mayHoldIban, redactIbans } from './ibans.ts';
import type { Mark } from './mark.ts';
import { mayHoldNumber, mayHoldPhone, redactNumbers, redactPhones } from './numbers.ts';
import { mayNamePerson, mayNameSecret, redactPersons, redactSentences } from './sentences.ts';
import {
  mayHoldBase64Key,
  mayHoldPrefixedKey,
  mayHoldVendorKey,
  redactBase64Keys,
  redactPrefixedKeys,
  redactVendorKeys,
} from './vendor-keys.ts';

/** One kind of secret. `redact` may cost; `mayMatch` is a cheap test that decides whether it runs. */
export interface ValuePattern {
  readonly name: string;
  /** Whether what it finds has one of the signs `@ % + < (`, which few texts have. */
  readonly needsSign?: true;
  mayMatch(text: string): boolean;
  redact(text: string, mark: Mark): string;
}

const privateKeyStart = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const privateKeyEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const jwt = /eyJ(?<![A-Za-z0-9_-]eyJ)[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){0,3}/g;
// User and password of a URL. A password may hold "/" and "@": everything up to the last "@", unless a port follows the colon.
const userInfo = /:\/\/(?:[^\s/?#"'<>@:[]{0,128}:(?!\d{1,5}(?:[/?#,]|$))[^\s"'<>]{1,256}|[^\s/?#"'<>]{1,256})@/g;
const driverAddress = /@(?:tcp|udp|unix)\(/g;
const longestUserInfo = 256;

/** What runs first, in this order: long secrets whose parts look like something else (a URL's `user:password` like a pair). */
export const containerPatterns: readonly ValuePattern[] = [
  { name: 'private-key', mayMatch: (text) => text.length > 40 && text.includes('-----BEGIN'), redact: redactPrivateKeys },
  // One rare character first: looking for it costs a tenth of looking for three.
  {
    name: 'jwt',
    mayMatch: (text) => text.includes('J') && text.includes('eyJ'),
    redact: (text, mark) => text.replace(jwt, (token) => mark('jwt', token)),
  },
  { name: 'key', mayMatch: mayHoldVendorKey, redact: redactVendorKeys },
  { name: 'prefixed-key', mayMatch: mayHoldPrefixedKey, redact: redactPrefixedKeys },
  { name: 'base64-key', mayMatch: mayHoldBase64Key, redact: redactBase64Keys },
  {
    name: 'user-info',
    needsSign: true,
    mayMatch: (text) => text.includes('://') && (text.includes('@') || text.includes('%40')),
    redact: (text, mark) => text.replace(userInfo, (match) => `://${mark(undefined, match.slice(3, -1))}@`),
  },
  {
    name: 'driver-address',
    needsSign: true,
    mayMatch: (text) => text.includes('@') && text.search(driverAddress) !== -1,
    redact: redactDriverAddresses,
  },
];

/** What runs once the values that a name in the text gives away are gone. */
export const valuePatterns: readonly ValuePattern[] = [
  { name: 'sentence', mayMatch: mayNameSecret, redact: redactSentences },
  { name: 'email', needsSign: true, mayMatch: (text) => text.includes('@') || text.includes('%40'), redact: redactEmails },
  { name: 'iban', mayMatch: mayHoldIban, redact: redactIbans },
  { name: 'number', mayMatch: mayHoldNumber, redact: redactNumbers },
  { name: 'phone', needsSign: true, mayMatch: mayHoldPhone, redact: redactPhones },
  { name: 'person', mayMatch: mayNamePerson, redact: redactPersons },
];

function redactPrivateKeys(text: string, mark: Mark): string {
  let result = '';
  let rest = text;
  for (;;) {
    const start = privateKeyStart.exec(rest);
    if (start === null) return result + rest;
    const body = rest.slice(start.index + start[0].length);
    const end = privateKeyEnd.exec(body);
    // A key without its end was cut off: what follows is key.
    result += rest.slice(0, start.index) + mark('private-key', end === null ? body : body.slice(0, end.index));
    if (end === null) return result;
    rest = body.slice(end.index + end[0].length);
  }
}

/** `user:password@tcp(host:3306)/database`: the user and the password of a driver's address, up to the last word before it. */
function redactDriverAddresses(text: string, mark: Mark): string {
  let result = '';
  let copied = 0;
  // Before it is no colon that the next address could begin at.
  let walked = 0;
  for (const { index } of text.matchAll(driverAddress)) {
    let start = index;
    while (start > walked && index - start < longestUserInfo && !/[\s"'<>]/.test(text.charAt(start - 1))) start--;
    walked = index;
    const colon = text.slice(start, index).indexOf(':');
    if (colon === -1) continue;
    start += colon + 1;
    result += text.slice(copied, start) + mark(undefined, text.slice(start, index));
    copied = index;
  }
  return copied === 0 ? text : result + text.slice(copied);
}
