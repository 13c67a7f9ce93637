// A SIGTERM handler of the service or of another SDK, to which Plinth leaves the end of the process, and that does not end it.
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';

export function checkSignalHandlers({ lingeringHandlers }: Pick<DoctorEvidence, 'lingeringHandlers'>): Finding[] {
  return lingeringHandlers.map((source) => ({ code: 'node.signal_handler_lingers', problem: { path: 'SIGTERM', message: source } }));
}
