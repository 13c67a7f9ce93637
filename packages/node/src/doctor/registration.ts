// Whether the SDK was started: at all, before the service, and in the main thread.
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';

type Evidence = Pick<DoctorEvidence, 'registered' | 'registeredInMain' | 'preloaded' | 'nodeOptions' | 'earlyLibraries'>;

/** Returns one finding at most: each of these mistakes has the others as a consequence. */
export function checkRegistration(evidence: Evidence): Finding[] {
  const { registered, registeredInMain, preloaded, nodeOptions, earlyLibraries } = evidence;
  if (!registered) {
    if (nodeOptions?.includes('@plinth/node/register') === true) {
      return [{ code: 'node.node_options_late', problem: { path: 'NODE_OPTIONS', message: 'was set after Node had read it' } }];
    }
    return [{ code: 'node.not_registered', problem: { path: '@plinth/node/register', message: 'was not loaded' } }];
  }
  if (!registeredInMain) {
    return [
      { code: 'node.registered_in_worker_only', problem: { path: '@plinth/node/register', message: 'was not loaded by the main thread' } },
    ];
  }
  if (!preloaded || earlyLibraries.length > 0) {
    const loaded = earlyLibraries.length === 0 ? '' : `, after ${earlyLibraries.join(', ')}`;
    const by = preloaded ? 'was preloaded' : 'was imported by the service';
    return [{ code: 'node.registered_late', problem: { path: '@plinth/node/register', message: `${by}${loaded}` } }];
  }
  return [];
}
