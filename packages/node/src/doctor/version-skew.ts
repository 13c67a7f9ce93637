// OpenTelemetry packages of two lines: the parts of the service's own SDK do not fit each other.
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';

// Each library that is instrumented may bring its own of these. They are fit for any line of the SDK. Another check looks for copies of the API.
const independent = /^@opentelemetry\/(api|api-logs|semantic-conventions|instrumentation|instrumentation-.+)$/;

export function checkVersionSkew({ packages }: Pick<DoctorEvidence, 'packages'>): Finding[] {
  const versions = new Map<string, Set<string>>();
  for (const { name, version } of packages) {
    if (!name.startsWith('@opentelemetry/') || independent.test(name)) continue;
    versions.set(name, (versions.get(name) ?? new Set()).add(version));
  }
  const skewed = [...versions].filter(([, found]) => new Set([...found].map(lineOf)).size > 1);
  if (skewed.length === 0) return [];
  const message = skewed.map(([name, found]) => `${name} ${[...found].toSorted().join(' and ')}`).join(', ');
  return [{ code: 'node.otel_version_skew', problem: { path: 'node_modules', message } }];
}

/** What a version works with: 2.7.1 and 0.222.0 are of line 2, 3.0.0 and 0.300.0 of line 3. What is no version is a line of its own. */
function lineOf(version: string): string {
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version) ?? [];
  if (major === undefined || minor === undefined) return version;
  return major === '0' ? String(Math.floor(Number(minor) / 100)) : major;
}
