// Services that are set up wrongly, each with the one diagnosis that it must get.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface DoctorCase {
  readonly name: string;
  /** Codes of the doctor that must be seen, in order; none in a good service. */
  readonly codes: readonly string[];
  /** What the problem must name. */
  readonly problem?: RegExp;
  readonly file: 'main.mjs' | 'main.cjs';
  readonly source: string;
  /** Further files, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Lines that the service must have written before it is told to end, each with a trace. */
  readonly traced?: readonly string[];
  /** Arguments of Node before the file; default: the SDK as --import. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** How the Collector answers, where it is not a good one. */
  readonly answer?: { readonly status: number; readonly date?: string };
  /** How long to wait for the diagnosis after the service is told to end, where it does not end by itself. */
  readonly lingersMs?: number;
}

const listen = `
const server = createServer((request, response) => response.end('ok'));
server.listen(0, '127.0.0.1', () => logger.info('listening', { url: \`http://127.0.0.1:\${server.address().port}\` }));
`;
const esm = `import { createServer } from 'node:http';\nimport { logger } from '@plinth/node';\n${listen}`;
const cjs = `const { createServer } = require('node:http');\nconst { logger } = require('@plinth/node');\n${listen}`;

function fakePackage(folder: string, name: string, version: string, code = 'module.exports = {};'): Record<string, string> {
  return {
    [`${folder}/node_modules/${name}/package.json`]: JSON.stringify({ name, version, main: 'index.js' }),
    [`${folder}/node_modules/${name}/index.js`]: code,
  };
}

const pgMarker = 'Client has encountered a connection error and is not queryable';

export const doctorCases: readonly DoctorCase[] = [
  { name: 'a good service, ES module', codes: [], file: 'main.mjs', source: esm },
  { name: 'a good service, CommonJS', codes: [], file: 'main.cjs', source: cjs },
  {
    name: 'a good service with a handler that ends it, a worker, Fastify and the API',
    codes: [],
    file: 'main.mjs',
    traced: ['from a worker', 'from a worker of a text'],
    // What the threads have left is delivered, however busy the machine is.
    env: { PLINTH_SHUTDOWN_TIMEOUT: '10000' },
    files: { 'worker.mjs': `import { logger, span } from '@plinth/node'; span('work', {}, () => logger.info('from a worker'));` },
    source: `import { Worker } from 'node:worker_threads';\nimport fastify from 'fastify';\nimport '@opentelemetry/api';\n${esm}
fastify();
process.on('SIGTERM', () => server.close(() => process.exit(0)));
new Worker(new URL('worker.mjs', import.meta.url));
new Worker("const { logger, span } = require('@plinth/node'); span('work', {}, () => logger.info('from a worker of a text'));", { eval: true });`,
  },
  {
    name: 'imported by the code instead of preloaded',
    codes: ['node.registered_late'],
    problem: /was imported by the service/,
    file: 'main.mjs',
    source: `import '@plinth/node/register';\n${esm}`,
    args: [],
  },
  {
    name: 'preloaded after what it should come before',
    codes: ['node.registered_late'],
    problem: /was preloaded, after fastify/,
    file: 'main.mjs',
    source: esm,
    files: { 'first.cjs': `require('fastify')();` },
    args: ['--require', './first.cjs', '--import', '@plinth/node/register'],
  },
  { name: 'not preloaded at all', codes: ['node.not_registered'], file: 'main.mjs', source: esm, args: [] },
  {
    name: 'NODE_OPTIONS set by the service itself',
    codes: ['node.node_options_late'],
    file: 'main.cjs',
    source: `process.env.NODE_OPTIONS = '--import @plinth/node/register';\n${cjs}`,
    args: [],
  },
  {
    name: 'preloaded in a worker only',
    codes: ['node.registered_in_worker_only'],
    file: 'main.mjs',
    // The thread that serves is the worker; its lines go to the same stdout.
    source: `import { Worker } from 'node:worker_threads';
new Worker(new URL('./worker.mjs', import.meta.url), { execArgv: ['--import', '@plinth/node/register'] });`,
    files: { 'worker.mjs': esm },
    args: [],
  },
  {
    name: 'two copies of the API',
    codes: ['node.api_copies'],
    problem: /Plinth uses 1\.10\.0, beside it is 1\.11\.0 in /,
    file: 'main.cjs',
    source: `require('./plugin/index.cjs');\n${cjs}`,
    files: { 'plugin/index.cjs': `require('@opentelemetry/api');`, ...fakePackage('plugin', '@opentelemetry/api', '1.11.0') },
  },
  {
    name: 'OpenTelemetry packages of two releases',
    codes: ['node.otel_version_skew'],
    problem: /@opentelemetry\/resources 2\.0\.0 and 3\.0\.0/,
    file: 'main.mjs',
    source: `import './one/index.cjs';\nimport './two/index.cjs';\n${esm}`,
    files: {
      'one/index.cjs': `require('@opentelemetry/resources');`,
      'two/index.cjs': `require('@opentelemetry/resources');`,
      ...fakePackage('one', '@opentelemetry/resources', '2.0.0'),
      ...fakePackage('two', '@opentelemetry/resources', '3.0.0'),
    },
  },
  {
    name: 'another SDK',
    codes: ['node.other_sdk_loaded'],
    problem: /dd-trace 5\.0\.0/,
    file: 'main.mjs',
    source: `import 'dd-trace';\n${esm}`,
    files: fakePackage('.', 'dd-trace', '5.0.0'),
  },
  {
    name: 'a library inside the bundle',
    codes: ['node.library_bundled'],
    problem: /^pg: /,
    file: 'main.cjs',
    source: `const text = '${pgMarker}';\n${cjs}`,
  },
  {
    name: 'a Collector that wants credentials',
    codes: ['node.export_refused'],
    problem: /\/v1\/traces: answered 401/,
    file: 'main.mjs',
    source: esm,
    answer: { status: 401 },
  },
  {
    name: 'a clock that is wrong',
    codes: ['node.clock_skew'],
    problem: /this process is \d{4,} s ahead/,
    file: 'main.cjs',
    source: cjs,
    answer: { status: 200, date: 'Thu, 01 Jan 2026 00:00:00 GMT' },
  },
  {
    name: 'a SIGTERM handler that does not end the process',
    codes: ['node.signal_handler_lingers'],
    problem: /closing the database/,
    file: 'main.mjs',
    source: `${esm}\nprocess.on('SIGTERM', () => logger.info('closing the database'));`,
    lingersMs: 10_000,
  },
  {
    name: 'the SIGTERM handler of another SDK',
    codes: ['node.signal_handler_lingers'],
    problem: /sdk\.shutdown/,
    file: 'main.cjs',
    source: `const sdk = { shutdown: async () => {} };\n${cjs}\nprocess.on('SIGTERM', () => { sdk.shutdown().then(() => {}); });`,
    lingersMs: 10_000,
  },
  {
    name: 'a SIGTERM handler that was there first',
    codes: ['node.signal_handler_lingers'],
    problem: /thereFirst/,
    file: 'main.mjs',
    source: esm,
    files: { 'first.cjs': `process.on('SIGTERM', function thereFirst() {});` },
    args: ['--require', './first.cjs', '--import', '@plinth/node/register'],
    lingersMs: 10_000,
  },
  {
    name: 'an admin port that Kubernetes cannot reach',
    codes: ['node.admin_port_unreachable'],
    problem: /PLINTH_ADMIN_HOST: listens on 127\.0\.0\.1/,
    file: 'main.mjs',
    source: esm,
    env: { KUBERNETES_SERVICE_HOST: '10.0.0.1' },
  },
  {
    name: 'variables that are not read',
    codes: ['node.variable_ignored'],
    problem: /^OTEL_EXPORTER_PROMETHEUS_PORT, OTEL_NODE_RESOURCE_DETECTORS: /,
    file: 'main.mjs',
    source: esm,
    env: { OTEL_EXPORTER_PROMETHEUS_PORT: '9464', OTEL_NODE_RESOURCE_DETECTORS: 'all', OTEL_LOG_LEVEL: '' },
  },
];

export interface Answering {
  readonly url: string;
  readonly server: Server;
  answered(): number;
}

/** An OTLP endpoint that answers the same to all. */
export async function startAnswering({ status, date }: { readonly status: number; readonly date?: string }): Promise<Answering> {
  let answered = 0;
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      response.writeHead(status, { 'content-type': 'application/x-protobuf', ...(date === undefined ? {} : { date }) });
      response.end(() => answered++);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, answered: () => answered };
}
