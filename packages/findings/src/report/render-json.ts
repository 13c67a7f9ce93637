import type { Finding } from '../finding.ts';

/** `{"findings": […]}`, a finding as it is. */
export function renderJson(findings: readonly Finding[]): string {
  return `${JSON.stringify({ findings }, null, 2)}\n`;
}
