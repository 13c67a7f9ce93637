// An OpenTelemetry package that is loaded in several versions: the parts of the service's own SDK do not fit each other.
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';

export function checkVersionSkew({ packages }: Pick<DoctorEvidence, 'packages'>): Finding[] {
  const versions = new Map<string, Set<string>>();
  for (const { name, version } of packages) {
    // Another check looks for copies of the API.
    if (!name.startsWith('@opentelemetry/') || name === '@opentelemetry/api') continue;
    versions.set(name, (versions.get(name) ?? new Set()).add(version));
  }
  const skewed = [...versions].filter(([, found]) => found.size > 1);
  if (skewed.length === 0) return [];
  const message = skewed.map(([name, found]) => `${name} ${[...found].toSorted().join(' and ')}`).join(', ');
  return [{ code: 'node.otel_version_skew', problem: { path: 'node_modules', message } }];
}
