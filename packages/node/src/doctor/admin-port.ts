// Whether probes and scrapes can reach the admin port.
import { isLoopback } from '../admin/callers.ts';
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';

export function checkAdminPort({ admin, variables }: Pick<DoctorEvidence, 'admin' | 'variables'>): Finding[] {
  if (admin === undefined) return [];
  const { hosts, url, problem } = admin;
  if (problem !== undefined) return [{ code: 'node.admin_port_unreachable', problem: { path: url, message: problem } }];
  // The kubelet sets this variable in every container. Probes and scrapes come from outside of the container.
  if (variables.includes('KUBERNETES_SERVICE_HOST') && hosts.every((host) => host === 'localhost' || isLoopback(host))) {
    const message = `listens on ${hosts.join(' and ')}, which nobody outside of the container reaches`;
    return [{ code: 'node.admin_port_unreachable', problem: { path: 'PLINTH_ADMIN_HOST', message } }];
  }
  return [];
}
