// Keys whose form their issuer chose, and words that can only be a generated key.
import type { Mark } from './mark.ts';

const underscoreKey = /gh[pousr]_|github_pat_|[sr]k_(?:live|test)_|whsec_|npm_|hf_|shp[a-z]{2}_|dop_v1_/;
const dashKey = /glpat-|xox[a-z]-|xapp-|sk-|pypi-|sq0(?:atp|csp)-|GOCSPX-|PMAK-|AGE-SECRET-KEY-/;
const plainKey = /A[KSBC][IC]A|AIza|SG\.|ya29\.|hvs\.|SK[0-9a-f]{8}|:AA|\/webhooks\//;

const shortestVendorKey = 15;
const shortestGenerated = 28;
const wordCharacters = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-/+') wordCharacters[character.charCodeAt(0)] = 1;

const vendorKey = new RegExp(
  `(?<![A-Za-z0-9])(?:${[
    '(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}', // AWS key id
    'gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255}',
    'glpat-[A-Za-z0-9_-]{20,255}',
    'xox[abeoprs]-[A-Za-z0-9-]{10,255}|xapp-[A-Za-z0-9-]{10,255}', // Slack
    '[sr]k_(?:live|test)_[A-Za-z0-9]{16,255}|whsec_[A-Za-z0-9+/=]{16,255}', // Stripe
    'sk-[A-Za-z0-9_-]{20,255}', // OpenAI, Anthropic
    'AIza[A-Za-z0-9_-]{35}|ya29\\.[A-Za-z0-9_-]{20,255}|GOCSPX-[A-Za-z0-9_-]{20,64}', // Google
    'npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{16,255}|hf_[A-Za-z0-9]{30,255}',
    'SG\\.[A-Za-z0-9_-]{16,64}\\.[A-Za-z0-9_-]{16,64}', // SendGrid
    'SK[0-9a-f]{32}(?![A-Za-z0-9])', // Twilio
    '\\d{8,12}:AA[A-Za-z0-9_-]{32,36}(?![A-Za-z0-9])', // Telegram
    'PMAK-[A-Za-z0-9]{24}-[A-Za-z0-9]{34}|AGE-SECRET-KEY-1[A-Z0-9]{58}',
    'shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32}|dop_v1_[a-f0-9]{64}|hvs\\.[A-Za-z0-9_-]{24,255}|sq0(?:atp|csp)-[A-Za-z0-9_-]{22,64}',
  ].join('|')})`,
  'g',
);
// The path of a webhook is all that its caller has to know.
const webhookPath = /\/webhooks\/\d{15,20}\/[A-Za-z0-9_-]{30,128}/g;
// A short name, and a long random word: `acme_pat_8fK…`.
const prefixedKey = /(?<![A-Za-z0-9_-])[A-Za-z]{2,12}[_-](?:[A-Za-z0-9]{2,8}[_-]){0,2}[A-Za-z0-9]{28,255}(?![A-Za-z0-9_-])/g;
const base64Key = /[A-Za-z0-9/+](?<![A-Za-z0-9/+_.-].)[A-Za-z0-9/+]{39}(?![A-Za-z0-9/+=_.-])/g;

export function mayHoldVendorKey(text: string): boolean {
  if (!holdsWord(text, shortestVendorKey)) return false;
  return (text.includes('_') && underscoreKey.test(text)) || (text.includes('-') && dashKey.test(text)) || plainKey.test(text);
}

export function redactVendorKeys(text: string, mark: Mark): string {
  const result = text.replace(vendorKey, (key) => mark('key', key));
  return result.includes('/webhooks/') ? result.replace(webhookPath, (path) => `/webhooks/${mark('key', path)}`) : result;
}

export function mayHoldPrefixedKey(text: string): boolean {
  return text.length > shortestGenerated && (text.includes('_') || text.includes('-')) && holdsWord(text, shortestGenerated + 3);
}

/** The random word of a key mixes upper case, lower case and digits; names, digests and uuids do not. */
export function redactPrefixedKeys(text: string, mark: Mark): string {
  return text.replace(prefixedKey, (key) => {
    const word = /[A-Za-z0-9]+$/.exec(key)?.[0] ?? '';
    const digits = word.replace(/\D/g, '').length;
    return /[A-Z]/.test(word) && /[a-z]/.test(word) && digits >= 2 && digits < word.length ? mark('key', key) : key;
  });
}

export function mayHoldBase64Key(text: string): boolean {
  return text.length >= 40 && (text.includes('/') || text.includes('+')) && holdsWord(text, 40);
}

/** 40 characters are a secret key of AWS when they mix everything; a path or a hash does not. */
export function redactBase64Keys(text: string, mark: Mark): string {
  return text.replace(base64Key, (key) => {
    const upper = key.replace(/[^A-Z]/g, '').length;
    const lower = key.replace(/[^a-z]/g, '').length;
    return upper >= 6 && lower >= 6 && /\d/.test(key) && /[/+]/.test(key) ? mark('key', key) : key;
  });
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
