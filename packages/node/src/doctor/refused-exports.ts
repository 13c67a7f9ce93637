// Telemetry that the receiver refuses. To send it again does not help.
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';

// A receiver that answers 408 or 429 asks for a retry.
const retried = new Set([408, 429]);

export function checkRefusedExports({ exports }: Pick<DoctorEvidence, 'exports'>): Finding[] {
  return exports
    .filter(({ status }) => status >= 400 && status < 500 && !retried.has(status))
    .map(({ url, status }) => ({ code: 'node.export_refused', problem: { path: url, message: `answered ${status}` } }));
}
