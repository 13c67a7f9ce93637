import { createHash } from 'node:crypto';

/** Line ends as every generator writes them: a checkout on Windows has others. */
export function normaliseLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** SHA-256 in hex, of the text with `\n` line ends. */
export function hashText(text: string): string {
  return createHash('sha256').update(normaliseLines(text)).digest('hex');
}
