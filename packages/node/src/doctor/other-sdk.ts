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

export function checkOtherSdk({ packages, variables }: Pick<DoctorEvidence, 'packages' | 'variables'>): Finding[] {
  // Plinth itself loads this one where the variable is set.
  const own = variables.includes('OTEL_CONFIG_FILE') ? '@opentelemetry/sdk-node' : undefined;
  const loaded = packages.filter(({ name }) => name !== own && otherSdks.includes(name));
  if (loaded.length === 0) return [];
  const message = loaded.map(({ name, version }) => `${name} ${version}`).join(', ');
  return [{ code: 'node.other_sdk_loaded', problem: { path: 'node_modules', message } }];
}
