import { expect, test } from 'vitest';
import { diagnose } from './diagnose.ts';
import type { DoctorEvidence } from './evidence.ts';

const healthy: DoctorEvidence = {
  disabled: false,
  registered: true,
  registeredInMain: true,
  preloaded: true,
  nodeOptions: undefined,
  earlyLibraries: [],
  bundledLibraries: [],
  bundledLoggers: [],
  packages: [
    { name: '@opentelemetry/api', version: '1.10.0', folder: '/app/node_modules/@opentelemetry/api' },
    { name: '@opentelemetry/core', version: '3.0.0', folder: '/app/node_modules/@opentelemetry/core' },
  ],
  registeredApi: '1.10.0',
  exports: [{ url: 'http://collector:4318/v1/traces', status: 200, aheadMs: 900 }],
  lingeringHandlers: [],
  admin: { hosts: ['127.0.0.1'], url: 'http://127.0.0.1:9464', problem: undefined },
  variables: ['PATH', 'OTEL_SERVICE_NAME', 'PLINTH_ADMIN_PORT'],
};
const answer = { url: 'http://collector:4318/v1/traces', status: 200, aheadMs: 0 };
const api = (version: string) => ({ name: '@opentelemetry/api', version, folder: `/app/node_modules/x/node_modules/@opentelemetry/api` });
const sdk = (version: string) => ({ name: '@opentelemetry/sdk-logs', version, folder: `/app/node_modules/${version}` });
const instrumentation = (version: string) => ({ name: '@opentelemetry/instrumentation', version, folder: `/app/node_modules/${version}` });
const core = { name: '@opentelemetry/core', version: '3.0.0', folder: '/app/node_modules/x/node_modules/@opentelemetry/core' };
const instrumentationOf = (name: string) => ({
  name: `@opentelemetry/instrumentation-${name}`,
  version: '0.300.0',
  folder: `/app/node_modules/@opentelemetry/instrumentation-${name}`,
});

test('a healthy process has no diagnosis', () => expect(diagnose(healthy)).toEqual([]));

test.each<[string, Partial<DoctorEvidence>]>([
  ['an answer that asks for a retry', { exports: [{ ...answer, status: 429 }] }],
  ['a Collector that is broken, which is no refusal', { exports: [{ ...answer, status: 503 }] }],
  ['a receiver without a clock', { exports: [{ ...answer, aheadMs: undefined }] }],
  ['a second copy of the same version', { packages: [...healthy.packages, core] }],
  ['a minor release beside another', { packages: [...healthy.packages, { ...core, version: '3.1.0' }] }],
  ['two minor releases of an experimental package', { packages: [sdk('0.300.0'), sdk('0.301.1')] }],
  ['an experimental package of the same line', { packages: [...healthy.packages, sdk('0.300.0')] }],
  ['instrumentation of two lines', { packages: [instrumentation('0.218.0'), instrumentation('0.300.0')] }],
  ['a copy of the API that is older', { packages: [...healthy.packages, api('1.9.1')] }],
  ['a copy of the API with another patch', { packages: [...healthy.packages, api('1.10.3')] }],
  ['a service that registers the API itself', { registeredApi: '1.9.1', packages: [api('1.9.1')] }],
  [
    'the SDK that OTEL_CONFIG_FILE wants',
    { packages: [{ ...sdk('0.222.0'), name: '@opentelemetry/sdk-node' }], variables: ['OTEL_CONFIG_FILE'] },
  ],
  ['an API inside of a bundle, which is no file', { packages: [] }],
  [
    'Kubernetes, and an admin port for all',
    { variables: ['KUBERNETES_SERVICE_HOST'], admin: { hosts: ['0.0.0.0'], url: 'http://0.0.0.0:9464', problem: undefined } },
  ],
  ['instrumentation that adds spans below those of Plinth', { packages: [...healthy.packages, instrumentationOf('express')] }],
  ['a worker thread, which has no admin port', { variables: ['KUBERNETES_SERVICE_HOST'], admin: undefined }],
  ['an SDK that is disabled', { disabled: true, registered: false, registeredInMain: false }],
  ['preloading by NODE_OPTIONS', { nodeOptions: '--import @plinth/node/register' }],
])('%s is no mistake', (_name, evidence) => expect(diagnose({ ...healthy, ...evidence })).toEqual([]));

test.each<[string, string, Partial<DoctorEvidence>]>([
  ['node.not_registered', '@plinth/node/register', { registered: false, registeredInMain: false, preloaded: false }],
  ['node.node_options_late', 'NODE_OPTIONS', { registered: false, nodeOptions: '--import=@plinth/node/register' }],
  ['node.registered_in_worker_only', '@plinth/node/register', { registeredInMain: false }],
  ['node.registered_late', '@plinth/node/register', { earlyLibraries: ['fastify'] }],
  ['node.clock_skew', answer.url, { exports: [{ ...answer, aheadMs: -31_000 }] }],
  ['node.export_refused', answer.url, { exports: [{ ...answer, status: 404 }] }],
  ['node.admin_port_unreachable', 'http://127.0.0.1:9464', { admin: { hosts: ['127.0.0.1'], url: 'http://127.0.0.1:9464', problem: 'connect ECONNREFUSED' } }],
  ['node.instrumentation_doubled', 'node_modules', { packages: [...healthy.packages, instrumentationOf('express'), instrumentationOf('http')] }],
  ['node.otel_version_skew', 'node_modules', { packages: [...healthy.packages, { ...core, version: '2.0.0' }] }],
  ['node.api_copies', '@opentelemetry/api', { packages: [...healthy.packages, api('1.11.0')] }],
  ['node.api_copies', '@opentelemetry/api', { packages: [...healthy.packages, api('2.0.0')] }],
  ['node.api_copies', '@opentelemetry/api', { registeredApi: '1.9.1', packages: healthy.packages }],
])('%s', (code, path, evidence) => {
  expect(diagnose({ ...healthy, ...evidence })).toEqual([{ code, problem: { path, message: expect.any(String) } }]);
}); // prettier-ignore
