// A SIGTERM handler of the service, or of another SDK, that does not end the process. Plinth leaves the end to such handlers.
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';

export function checkSignalHandlers({ lingeringHandlers }: Pick<DoctorEvidence, 'lingeringHandlers'>): Finding[] {
  return lingeringHandlers.map((source) => ({ code: 'node.signal_handler_lingers', problem: { path: 'SIGTERM', message: source } }));
}
