// Copies of the OpenTelemetry API that do not find what Plinth has registered.
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';

const api = '@opentelemetry/api';

/** A copy takes what a copy of the same major version and of the same or a newer minor version has registered. */
export function checkApiCopies({ packages, registeredApi }: Pick<DoctorEvidence, 'packages' | 'registeredApi'>): Finding[] {
  const registered = parseVersion(registeredApi);
  if (registered === undefined) return [];
  const lost = packages.filter(({ name, version }) => {
    const copy = name === api ? parseVersion(version) : undefined;
    return copy !== undefined && (copy.major !== registered.major || copy.minor > registered.minor);
  });
  if (lost.length === 0) return [];
  const copies = lost.map(({ version, folder }) => `${version} in ${folder}`).toSorted();
  return [{ code: 'node.api_copies', problem: { path: api, message: `Plinth uses ${registeredApi}, beside it is ${copies.join(', ')}` } }];
}

function parseVersion(version: string | undefined): { readonly major: number; readonly minor: number } | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version ?? '') ?? [];
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}
