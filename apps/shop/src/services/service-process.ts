// One service as a child process: its log lines, its addresses, its end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LogLine, ServiceName } from '../evidence.ts';

export interface ServiceOptions {
  readonly name: ServiceName;
  readonly env: Readonly<Record<string, string>>;
  /** Further arguments for Node, before the SDK's own. */
  readonly nodeArguments: readonly string[];
  readonly onLine: (line: LogLine) => void;
  /** The process ended without being told to. */
  readonly onCrash: (report: string) => void;
}

export interface ServiceProcess {
  readonly name: ServiceName;
  /** Resolves to the first line with this message; rejects when the process ends before. */
  waitForLine(message: string): Promise<LogLine['fields']>;
  stop(): Promise<void>;
}

const lastLines = 15;
const stopTimeoutMs = 8000;

export function startService({ name, env, nodeArguments, onLine, onCrash }: ServiceOptions): ServiceProcess {
  const child = spawn(process.execPath, [...nodeArguments, '--import', '@plinth/node/register', 'src/main.ts'], {
    cwd: join(import.meta.dirname, '../../..', name),
    env: { ...ownEnvironment(), OTEL_SERVICE_NAME: name, ...env },
    // A process group of its own: Ctrl-C is for the shop, which tells its services in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  const seen: LogLine['fields'][] = [];
  const waiting = new Set<{ message: string; resolve: (fields: LogLine['fields']) => void; reject: (error: Error) => void }>();
  let stopping = false;
  let endReport: string | undefined;

  const onText = (text: string): void => {
    output.push(text);
    if (output.length > lastLines) output.shift();
    const fields = parseLine(text);
    if (fields === undefined) return;
    seen.push(fields);
    onLine({ service: name, fields });
    for (const entry of waiting) {
      if (entry.message !== fields['message']) continue;
      waiting.delete(entry);
      entry.resolve(fields);
    }
  };
  eachLine(child.stdout, onText);
  eachLine(child.stderr, onText);

  const killAtExit = (): void => void child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const ended = once(child, 'close').then(([code, signal]) => {
    process.off('exit', killAtExit);
    endReport = `${name} ended with ${code ?? signal}; its last lines:\n${output.map((line) => `  ${line}`).join('\n')}`;
    for (const entry of waiting) entry.reject(new Error(endReport));
    waiting.clear();
    if (!stopping) onCrash(endReport);
  });

  return {
    name,
    waitForLine: (message) =>
      new Promise((resolve, reject) => {
        const found = seen.find((fields) => fields['message'] === message);
        if (found !== undefined) resolve(found);
        else if (endReport !== undefined) reject(new Error(endReport));
        else waiting.add({ message, resolve, reject });
      }),
    async stop() {
      stopping = true;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Settings of whoever starts the shop are not for its services: they would change what is sampled and where it goes. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(OTEL_|PLINTH_|NODE_ENV$|NODE_OPTIONS$|PORT$|HOST$)/.test(name)),
  );
}

function eachLine(stream: NodeJS.ReadableStream, onText: (line: string) => void): void {
  let partial = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (partial + chunk).split('\n');
    partial = lines.pop() ?? '';
    for (const line of lines) onText(line);
  });
  stream.on('end', () => {
    if (partial !== '') onText(partial);
  });
}

function parseLine(text: string): LogLine['fields'] | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as LogLine['fields'];
  } catch {
    return undefined;
  }
}
