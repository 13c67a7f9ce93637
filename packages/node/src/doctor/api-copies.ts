// Copies of the OpenTelemetry API beside the one in which Plinth registers itself.
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';

const api = '@opentelemetry/api';

export function checkApiCopies({ packages }: Pick<DoctorEvidence, 'packages'>): Finding[] {
  const copies = packages.filter(({ name }) => name === api);
  if (copies.length < 2) return [];
  const message = copies
    .map(({ version, folder }) => `${version} in ${folder}`)
    .toSorted()
    .join(', ');
  return [{ code: 'node.api_copies', problem: { path: api, message } }];
}
