// Another SDK that traces the same requests.
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';

/** Packages that start or make a tracer of their own when they are imported. */
export const otherSdks: readonly string[] = [
  '@opentelemetry/sdk-node',
  '@opentelemetry/auto-instrumentations-node',
  '@elastic/opentelemetry-node',
  '@splunk/otel',
  '@sentry/node',
  'dd-trace',
  'newrelic',
  'elastic-apm-node',
];

export function checkOtherSdk({ packages }: Pick<DoctorEvidence, 'packages'>): Finding[] {
  const loaded = packages.filter(({ name }) => otherSdks.includes(name));
  if (loaded.length === 0) return [];
  const message = loaded.map(({ name, version }) => `${name} ${version}`).join(', ');
  return [{ code: 'node.other_sdk_loaded', problem: { path: 'node_modules', message } }];
}
