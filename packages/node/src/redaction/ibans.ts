// Bank accounts, by country, length and check digits.
import { passesMod97, readIbanLength } from './checksum.ts';
import type { Mark } from './mark.ts';

const upperDigits = /[A-Z]{2}\d\d/;
const ibanStart = /(?<![A-Z0-9])[A-Z]{2}\d{2}(?=[ -]?[A-Z0-9]{3})/g;
const shortestIban = 15;

export function mayHoldIban(text: string): boolean {
  return text.length >= shortestIban && upperDigits.test(text);
}

export function redactIbans(text: string, mark: Mark): string {
  let result = '';
  let copied = 0;
  ibanStart.lastIndex = 0;
  for (let start = ibanStart.exec(text); start !== null; start = ibanStart.exec(text)) {
    const end = findIbanEnd(text, start.index);
    if (end === undefined) continue;
    result += text.slice(copied, start.index) + mark('iban', text.slice(start.index, end));
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
  return (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
}

function isGap(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === 32 || code === 45;
}
