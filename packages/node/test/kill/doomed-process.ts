// One process of the kill matrix: started, asked, ended, and what it left at the Collector.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startReceiver, type LogRecord, type MetricRecord, type SimulatedResponse, type SpanRecord } from '@plinth/otlp';

export const ways = ['SIGTERM', 'SIGINT', 'throw', 'reject', 'exit', 'empty'] as const;
export type Way = (typeof ways)[number];
export const collectors = ['up', 'slow', '503 then well', 'refusing', 'black hole'] as const;
export type CollectorKind = (typeof collectors)[number];
export const modules = ['mjs', 'cjs'] as const;

export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Arrived {
  readonly spans: SpanRecord[];
  readonly logs: LogRecord[];
  readonly metrics: MetricRecord[];
}

interface Collector extends Arrived {
  readonly url: string;
  shutdown(): Promise<void>;
}

const fixtures = join(import.meta.dirname, 'fixtures');
/** Milliseconds that the SDK may take; no cell comes near it unless the Collector answers nothing. */
export const deadlineMs = 1500;

export async function startCollector(kind: CollectorKind): Promise<Collector> {
  const arrived: Arrived = { spans: [], logs: [], metrics: [] };
  if (kind === 'refusing') return { ...arrived, url: 'http://127.0.0.1:9', shutdown: () => Promise.resolve() };
  if (kind === 'black hole') return startBlackHole(arrived);
  const left: Record<string, number> = { traces: 2, logs: 2, metrics: 2 };
  const respond = (signal: string): SimulatedResponse | undefined => {
    if (kind === 'slow') return { status: 200, delayMs: 300 };
    if (kind === '503 then well' && (left[signal] ?? 0) > 0) {
      left[signal] = (left[signal] ?? 0) - 1;
      return { status: 503 };
    }
    return undefined;
  };
  const receiver = await startReceiver({
    respond,
    onTraces: (records) => void arrived.spans.push(...records),
    onLogs: (records) => void arrived.logs.push(...records),
    onMetrics: (records) => void arrived.metrics.push(...records),
  });
  return { ...arrived, url: receiver.url, shutdown: receiver.shutdown };
}

async function startBlackHole(arrived: Arrived): Promise<Collector> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ...arrived,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    shutdown: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export interface Doom {
  readonly way: Way;
  readonly module: (typeof modules)[number];
  readonly ownHandlers: boolean;
  /** Undefined: without the SDK. */
  readonly collectorUrl: string | undefined;
  /** Event of the process whose listeners are taken away. */
  readonly sabotage?: string;
}

/** Starts the service, sends it its one request, ends it; resolves to how it ended and how long that took. */
export async function runDoomed({
  way,
  module,
  ownHandlers,
  collectorUrl,
  sabotage,
}: Doom): Promise<End & { readonly milliseconds: number }> {
  const env = {
    PATH: process.env['PATH'],
    ...(sabotage === undefined ? {} : { SABOTAGE: sabotage }),
    ...(ownHandlers ? { OWN_HANDLERS: '1' } : {}),
    ...(collectorUrl === undefined
      ? { BARE: '1' }
      : {
          OTEL_SERVICE_NAME: 'doomed',
          OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
          OTEL_LOGS_EXPORTER: 'otlp',
          OTEL_METRICS_EXPORTER: 'otlp',
          // Nothing goes out before the end.
          OTEL_BSP_SCHEDULE_DELAY: '60000',
          OTEL_BLRP_SCHEDULE_DELAY: '60000',
          PLINTH_ADMIN_PORT: '0',
          PLINTH_SHUTDOWN_TIMEOUT: String(deadlineMs),
        }),
  };
  const child = fork(join(fixtures, `doomed-service.${module}`), {
    cwd: fixtures,
    execArgv: collectorUrl === undefined ? [] : ['--import', '@plinth/node/register'],
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const ended = once(child, 'close');
  const started = await Promise.race([once(child, 'message'), ended.then(() => undefined)]);
  if (started === undefined) throw new Error(`the service did not start: ${stderr}`);
  const { port } = started[0] as { port: number };
  const worked = once(child, 'message');
  const isSignal = way === 'SIGTERM' || way === 'SIGINT';
  await (await fetch(`http://127.0.0.1:${port}/${isSignal ? 'signal' : way}`)).text();
  await worked;
  const startedAt = performance.now();
  if (isSignal) child.kill(way);
  const late = setTimeout(() => child.kill('SIGKILL'), 8000);
  const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  clearTimeout(late);
  return { code, signal, milliseconds: performance.now() - startedAt };
}
