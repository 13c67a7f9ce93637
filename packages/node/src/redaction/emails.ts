// E-mail addresses: found from their "@" (or "%40") outwards, so that the cost is a constant for each of them.
import type { Mark } from './mark.ts';

const longestLocalPart = 64;
const quotedLocalPart = /"[^"\n]{1,64}"$/;
const localPart = /[^\s@"'`<>()[\]{},;:=/?&#|\\]+$/;
// Non-ASCII letters are letters of names and domains too.
const domain = /(?:[A-Za-z0-9\u00a1-\uffff-]{1,63}\.){1,5}[A-Za-z\u00a1-\uffff]{2,24}(?![A-Za-z0-9])/y;

// An image at twice its size: logo@2x.png.
const fileName = /^\d(?:\.\d)?x\.[a-z]{2,5}$/;

export function redactEmails(text: string, mark: Mark): string {
  let result = '';
  let copied = 0;
  let plain = text.indexOf('@');
  let encoded = text.indexOf('%40');
  while (plain !== -1 || encoded !== -1) {
    const isPlain = encoded === -1 || (plain !== -1 && plain < encoded);
    const sign = isPlain ? plain : encoded;
    const domainStart = sign + (isPlain ? 1 : 3);
    if (isPlain) plain = text.indexOf('@', domainStart);
    else encoded = text.indexOf('%40', domainStart);
    const end = findDomainEnd(text, domainStart);
    if (end === undefined || sign < copied) continue;
    const before = text.slice(Math.max(copied, sign - longestLocalPart - 2), sign);
    const local = (quotedLocalPart.exec(before) ?? localPart.exec(before))?.[0] ?? '';
    // git@host:owner/repository is an address of a repository.
    if (local === '' || (local === 'git' && text.charAt(end) === ':') || fileName.test(text.slice(domainStart, end))) continue;
    result += text.slice(copied, sign - local.length) + mark('email', text.slice(sign - local.length, end));
    copied = end;
  }
  return copied === 0 ? text : result + text.slice(copied);
}

function findDomainEnd(text: string, start: number): number | undefined {
  domain.lastIndex = start;
  return domain.test(text) ? domain.lastIndex : undefined;
}
