// Texts that stand in a line for values that cannot be shown.
import { redactedMarker, type Redaction } from '../redaction/redact.ts';
import { quote } from './json-text.ts';

export const censored = quote(redactedMarker);
export const circular = '"[Circular]"';

const longestReason = 80;

/** `"[Getter threw: reason]"`. The reason is the message of what was thrown, if it can be read. */
export function renderFault(kind: string, thrown: unknown, redaction: Redaction): string {
  let reason = 'error';
  try {
    const message: unknown = typeof thrown === 'object' && thrown !== null ? (thrown as { message?: unknown }).message : thrown;
    if (typeof message === 'string') reason = redaction.redactText(message).slice(0, longestReason);
  } catch {
    // The message is a getter that throws as well.
  }
  return quote(`[${kind}: ${reason}]`);
}

/** `"…":"[truncated 49900 keys]"`, with a comma where it follows another field. */
export function renderMissingKeys(count: number, follows: boolean): string {
  return `${follows ? ',' : ''}"…":"[truncated ${count} keys]"`;
}
