// A Collector of the test on 127.0.0.1: its receivers are OTLP, its exporters send to sinks; queues, retry and storage are the config's own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Signal } from '@plinth/otlp';
import { stringify } from 'yaml';
import { buildCaptureConfig } from '../src/pipeline-test/capture.ts';
import type { CaptureOptions } from '../src/pipeline-test/capture.ts';
import { findFreePort } from '../src/pipeline-test/free-port.ts';
import type { Item } from '../src/pipeline-test/item.ts';
import { readCollectorConfig } from '../src/pipeline-test/read-config.ts';
import { startSink } from '../src/pipeline-test/sink.ts';
import type { Sink } from '../src/pipeline-test/sink.ts';
import { startOtelcol } from '../src/validators/run-otelcol.ts';
import type { Otelcol } from '../src/validators/run-otelcol.ts';

export interface LoopbackOptions {
  readonly binary: string;
  /** The config as YAML, as it would be deployed. */
  readonly config: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Takes the place of every exporter. Default: a sink is started for each. */
  readonly sinkUrl?: string;
  /** Default: a folder of its own, removed at shutdown. */
  readonly storage?: string;
  readonly fast?: boolean;
  readonly exporter?: CaptureOptions['exporter'];
  readonly receiver?: CaptureOptions['receiver'];
}

export interface Loopback {
  readonly otelcol: Otelcol;
  /** The OTLP/gRPC endpoint of the first receiver, as another Collector names it. */
  readonly grpc: string;
  /** By exporter id; empty where `sinkUrl` was given. */
  readonly sinks: ReadonlyMap<string, Sink>;
  /** Sends an export request to the first receiver; the status of the answer. */
  send(signal: Signal, body: unknown): Promise<number>;
  /** The sum of a metric of the Collector itself over all series that have `label`, `name="value"`; 0 where it has none yet. Default: all. */
  metric(name: string, label?: string): Promise<number>;
  items(exporterId?: string): readonly Item[];
  shutdown(): Promise<void>;
}

export async function startLoopback(options: LoopbackOptions): Promise<Loopback> {
  const config = readCollectorConfig(options.config, 'config.yaml');
  const connectors = Object.keys(config.connectors ?? {});
  const ids = (side: 'receivers' | 'exporters'): readonly string[] =>
    [...new Set(Object.values(config.service.pipelines).flatMap((pipeline) => pipeline[side]))].filter((id) => !connectors.includes(id));
  const own = options.storage ?? (await mkdtemp(join(tmpdir(), 'plinth-loopback-')));
  const sinks = new Map<string, Sink>();
  if (options.sinkUrl === undefined) for (const id of ids('exporters')) sinks.set(id, await startSink());
  const ports = new Map<string, readonly [http: number, grpc: number]>();
  for (const id of ids('receivers')) ports.set(id, [await findFreePort(), await findFreePort()]);
  const metricsPort = await findFreePort();
  const captured = buildCaptureConfig(config, {
    listen: (id) => ({ http: `127.0.0.1:${ports.get(id)?.[0]}`, grpc: `127.0.0.1:${ports.get(id)?.[1]}` }),
    sink: (id) => options.sinkUrl ?? sinks.get(id)?.url ?? '',
    storage: (id) => join(own, encodeURIComponent(id)),
    queues: true,
    metricsPort,
    ...(options.fast !== undefined && { fast: options.fast }),
    ...(options.exporter !== undefined && { exporter: options.exporter }),
    ...(options.receiver !== undefined && { receiver: options.receiver }),
  });
  const otelcol = await startOtelcol({
    binary: options.binary,
    config: stringify(captured.config, { lineWidth: 0 }),
    env: options.env ?? {},
  });
  const [http = 0, grpc = 0] = [...ports.values()][0] ?? [];
  return {
    otelcol,
    grpc: `127.0.0.1:${grpc}`,
    sinks,
    send: (signal, body) => post(`http://127.0.0.1:${http}/v1/${signal}`, body),
    metric: (name, label) => readMetric(metricsPort, name, label),
    items: (id) => [...sinks].filter(([key]) => id === undefined || key === id).flatMap(([, sink]) => sink.arrivals().items),
    shutdown: async () => {
      await otelcol.shutdown();
      await Promise.all([...sinks.values()].map((sink) => sink.shutdown()));
      if (options.storage === undefined) await rm(own, { recursive: true, force: true });
    },
  };
}

/** Waits until it holds, for at most ten seconds; what comes after it judges. */
export async function waitFor(holds: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline && !(await holds())) await delay(50);
}

async function post(url: string, body: unknown): Promise<number> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  await response.arrayBuffer();
  return response.status;
}

async function readMetric(port: number, name: string, label = ''): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const values = text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => line.includes(label));
  return values.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
