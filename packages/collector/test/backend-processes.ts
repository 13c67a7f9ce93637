// Prometheus, Loki and Jaeger of the test, on loopback, in a folder of their own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBackend } from '@plinth/backends';
import { stringify } from 'yaml';
import { findFreePort } from '../src/pipeline-test/free-port.ts';
import { OutputTail } from '../src/validators/otelcol-output.ts';
import { waitFor } from './loopback.ts';

export interface BackendProcess {
  /** Of the API that is queried. */
  readonly url: string;
  /** Where OTLP goes, as an exporter's endpoint names it. */
  readonly otlp: string;
  shutdown(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

export async function startPrometheus(): Promise<BackendProcess> {
  const url = `http://${LOOPBACK}:${await findFreePort()}`;
  const config = {
    storage: { tsdb: { out_of_order_time_window: '10m' } },
    otlp: { promote_resource_attributes: ['service.name'], translation_strategy: 'UnderscoreEscapingWithSuffixes' },
  };
  const flags = [
    '--config.file=config.yaml',
    '--storage.tsdb.path=data',
    `--web.listen-address=${new URL(url).host}`,
    '--web.enable-otlp-receiver',
    '--enable-feature=exemplar-storage',
  ];
  return start({ name: 'prometheus', flags, config, ready: `${url}/-/ready`, url, otlp: `${url}/api/v1/otlp` });
}

export async function startLoki(): Promise<BackendProcess> {
  const port = await findFreePort();
  const url = `http://${LOOPBACK}:${port}`;
  const lifecycler = {
    min_ready_duration: '0s',
    join_after: '0s',
    address: LOOPBACK,
    ring: { kvstore: { store: 'inmemory' }, replication_factor: 1 },
  };
  const config = {
    auth_enabled: false,
    server: {
      http_listen_address: LOOPBACK,
      http_listen_port: port,
      grpc_listen_address: LOOPBACK,
      grpc_listen_port: await findFreePort(),
      log_level: 'warn',
    },
    common: {
      instance_addr: LOOPBACK,
      path_prefix: './data',
      storage: { filesystem: { chunks_directory: './data/chunks', rules_directory: './data/rules' } },
      replication_factor: 1,
      ring: { kvstore: { store: 'inmemory' } },
    },
    ingester: { lifecycler },
    schema_config: {
      configs: [
        { from: '2020-10-24', store: 'tsdb', object_store: 'filesystem', schema: 'v13', index: { prefix: 'index_', period: '24h' } },
      ],
    },
    limits_config: { allow_structured_metadata: true },
    analytics: { reporting_enabled: false },
  };
  return start({ name: 'loki', flags: ['-config.file=config.yaml'], config, ready: `${url}/ready`, url, otlp: `${url}/otlp` });
}

export async function startJaeger(): Promise<BackendProcess> {
  const [query, grpc, otlp, health] = [await findFreePort(), await findFreePort(), await findFreePort(), await findFreePort()];
  const endpoint = (port: number): { endpoint: string } => ({ endpoint: `${LOOPBACK}:${port}` });
  // Jaeger is built on an older Collector than the tests have: the old names.
  const config = {
    service: {
      extensions: ['jaeger_storage', 'jaeger_query', 'healthcheckv2'],
      telemetry: { metrics: { level: 'none' } },
      pipelines: { traces: { receivers: ['otlp'], exporters: ['jaeger_storage_exporter'] } },
    },
    extensions: {
      healthcheckv2: { use_v2: true, http: endpoint(health) },
      jaeger_storage: { backends: { mem: { memory: { max_traces: 10_000 } } } },
      jaeger_query: { storage: { traces: 'mem' }, grpc: endpoint(grpc), http: endpoint(query) },
    },
    receivers: { otlp: { protocols: { grpc: endpoint(otlp) } } },
    exporters: { jaeger_storage_exporter: { trace_storage: 'mem' } },
  };
  const url = `http://${LOOPBACK}:${query}`;
  return start({ name: 'jaeger', flags: ['--config=config.yaml'], config, ready: `${url}/api/services`, url, otlp: `${LOOPBACK}:${otlp}` });
}

interface Program {
  readonly name: 'prometheus' | 'loki' | 'jaeger';
  readonly flags: readonly string[];
  readonly config: unknown;
  /** A URL that answers 200 when it takes data. */
  readonly ready: string;
  readonly url: string;
  readonly otlp: string;
}

async function start({ name, flags, config, ready, url, otlp }: Program): Promise<BackendProcess> {
  const folder = await mkdtemp(join(tmpdir(), `plinth-${name}-`));
  await writeFile(join(folder, 'config.yaml'), stringify(config));
  const child = spawn(findBackend(name) ?? name, flags, { cwd: folder, env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = new OutputTail();
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => output.add(chunk));
  const closed = once(child, 'close');
  const running = (): boolean => child.exitCode === null && child.signalCode === null;
  const shutdown = async (): Promise<void> => {
    // Nothing of it is kept, so nothing has to be written.
    if (running()) child.kill('SIGKILL');
    await closed;
    await rm(folder, { recursive: true, force: true });
  };
  const isReady = async (): Promise<boolean> => (await fetch(ready).catch(() => undefined))?.ok === true;
  await waitFor(async () => !running() || (await isReady()), 60_000);
  if (running() && (await isReady())) return { url, otlp, shutdown };
  await shutdown();
  throw new Error(`${name} did not get ready:\n${output.text.slice(-2000)}`);
}
