// Telemetry that the receiver refuses: sending it again will not help.
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';

// 408 and 429 ask for a retry.
const retried = new Set([408, 429]);

export function checkRefusedExports({ exports }: Pick<DoctorEvidence, 'exports'>): Finding[] {
  return exports
    .filter(({ status }) => status >= 400 && status < 500 && !retried.has(status))
    .map(({ url, status }) => ({ code: 'node.export_refused', problem: { path: url, message: `answered ${status}` } }));
}
