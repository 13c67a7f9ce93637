// A real service process of the built package, its telemetry observed from outside.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startReceiver, type LogRecord, type MetricRecord, type SpanRecord } from '@plinth/otlp';

export type LogLine = Readonly<Record<string, unknown>> & { readonly message: string; readonly level: string };

export interface Received {
  readonly url: string;
  readonly spans: SpanRecord[];
  readonly logs: LogRecord[];
  readonly metrics: MetricRecord[];
  /** All attribute and body values, for a search. */
  everything(): string;
  shutdown(): Promise<void>;
}

export async function startCollector(): Promise<Received> {
  const spans: SpanRecord[] = [];
  const logs: LogRecord[] = [];
  const metrics: MetricRecord[] = [];
  const receiver = await startReceiver({
    onTraces: (records) => void spans.push(...records),
    onLogs: (records) => void logs.push(...records),
    onMetrics: (records) => void metrics.push(...records),
  });
  return {
    url: receiver.url,
    spans,
    logs,
    metrics,
    everything: () => JSON.stringify([spans, logs, metrics], (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    shutdown: receiver.shutdown,
  };
}

export interface ServiceProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly adminUrl: string;
  readonly lines: LogLine[];
  stdout(): string;
  stderr(): string;
  /** Resolves with code and signal when the process and its output have ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

const fixtures = join(import.meta.dirname, 'fixtures');

export function spawnService(
  file: string,
  env: Readonly<Record<string, string>>,
  execArgv: readonly string[] = [],
  stdin: 'ignore' | 'pipe' = 'ignore',
): Omit<ServiceProcess, 'url' | 'adminUrl'> {
  const child = spawn(process.execPath, [...execArgv, '--import', '@plinth/node/register', join(fixtures, file)], {
    cwd: fixtures,
    env: { PATH: process.env['PATH'], OTEL_SERVICE_NAME: 'fixture', PLINTH_ADMIN_PORT: '0', OTEL_BSP_SCHEDULE_DELAY: '60000', ...env },
    stdio: [stdin, 'pipe', 'pipe'],
  });
  const lines: LogLine[] = [];
  let stdout = '';
  let stderr = '';
  let partial = '';
  child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    const parts = (partial + chunk).split('\n');
    partial = parts.pop() ?? '';
    for (const part of parts) if (part.startsWith('{')) lines.push(JSON.parse(part) as LogLine);
  });
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const ended = once(child, 'close').then(([code, signal]) => ({ code: code as number | null, signal: signal as NodeJS.Signals | null }));
  return { child, lines, stdout: () => stdout, stderr: () => stderr, ended };
}

/** Resolves when it is true. Where it never is, the test ends by its timeout. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Starts a service and waits until it listens. */
export async function startService(
  file: string,
  env: Readonly<Record<string, string>>,
  execArgv: readonly string[] = [],
): Promise<ServiceProcess> {
  const service = spawnService(file, env, execArgv);
  const find = (message: string): LogLine | undefined => service.lines.find((line) => line.message === message);
  for (let waited = 0; find('listening') === undefined; waited += 10) {
    if (waited > 10_000 || service.child.exitCode !== null) {
      service.child.kill('SIGKILL');
      throw new Error(`the service did not start:\n${service.stdout()}\n${service.stderr()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { ...service, url: String(find('listening')?.['url']), adminUrl: String(find('plinth started')?.['admin_url']) };
}
