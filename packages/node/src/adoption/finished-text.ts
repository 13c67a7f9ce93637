// Secrets in a line that a logger of the service has finished.
import type { Redaction } from '../redaction/redact.ts';

/** The line without secrets, in the form that it has: JSON stays JSON. */
export function redactFinishedText(text: string, { redactText }: Redaction): string {
  return redactText(text);
}
