// Instrumentation packages of OpenTelemetry for what Plinth traces itself.
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';

/** What follows `@opentelemetry/instrumentation-`. Packages that only add spans below those of Plinth are none of these, such as express. */
const doubled = ['http', 'undici', 'grpc', 'pg', 'mysql2', 'mongodb', 'redis', 'redis-4', 'ioredis', 'kafkajs', 'amqplib', 'graphql'];

export function checkDoubledInstrumentation({ packages }: Pick<DoctorEvidence, 'packages'>): Finding[] {
  const names = new Set(doubled.map((name) => `@opentelemetry/instrumentation-${name}`));
  const loaded = packages.filter(({ name }) => names.has(name));
  // This package loads all of them, and has a finding of its own.
  if (loaded.length === 0 || packages.some(({ name }) => name === '@opentelemetry/auto-instrumentations-node')) return [];
  const message = loaded.map(({ name, version }) => `${name} ${version}`).join(', ');
  return [{ code: 'node.instrumentation_doubled', problem: { path: 'node_modules', message } }];
}
