// The edge to a real Collector: processes, temporary folders.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CollectorError } from '../errors.ts';
import { OutputTail, isReady, parseOutput } from './otelcol-output.ts';

export interface OtelcolInput {
  /** The path of the binary. */
  readonly binary: string;
  /** The config as YAML. */
  readonly config: string;
  /** All of the Collector's environment: what the config reads with `${env:NAME}`. Nothing of this process's is handed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Written beside the config, by relative path; the Collector runs in that folder. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface OtelcolVerdict {
  readonly accepted: boolean;
  /** In the Collector's words. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

export interface OtelcolStart extends OtelcolInput {
  /** How long it may take to be ready, in milliseconds. Default 30000. */
  readonly startTimeoutMs?: number;
}

export interface Otelcol {
  readonly pid: number;
  /** The end of what it printed, at most 256 Ki characters. */
  output(): string;
  running(): boolean;
  /** Sends a process signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** SIGTERM, so that it hands on what it has; SIGKILL after 15 seconds. Removes its folder. May be called again. */
  shutdown(): Promise<void>;
}

/** What SIGTERM may take: a Collector drains its pipelines first. */
const SHUTDOWN_GRACE_MS = 15_000;

const VALIDATE_TIMEOUT_MS = 30_000;

/** Runs `otelcol validate` on a config. Rejects only where the binary cannot be run. */
export async function validateWithOtelcol(input: OtelcolInput): Promise<OtelcolVerdict> {
  const { child, output, folder } = await spawnOtelcol(input, ['validate']);
  const timeout = setTimeout(() => child.kill('SIGKILL'), VALIDATE_TIMEOUT_MS);
  try {
    const code = await ended(child);
    const { problems, warnings } = parseOutput(output.text);
    return code === 0 ? { accepted: true, problems: [], warnings } : { accepted: false, problems, warnings };
  } finally {
    clearTimeout(timeout);
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Starts a Collector and waits until it is ready.
 * @throws CollectorError `collector.otelcol_start_failed` with what it said, or `collector.otelcol_not_ready`; nothing is left running.
 */
export async function startOtelcol(input: OtelcolStart): Promise<Otelcol> {
  const { child, output, folder } = await spawnOtelcol(input, []);
  const exit = ended(child);
  const running = (): boolean => child.exitCode === null && child.signalCode === null;
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    if (running()) child.kill(signal);
    await exit;
  };
  const shutdown = async (): Promise<void> => {
    const cut = setTimeout(() => child.kill('SIGKILL'), SHUTDOWN_GRACE_MS);
    await kill('SIGTERM');
    clearTimeout(cut);
    await rm(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + (input.startTimeoutMs ?? 30_000);
  while (!isReady(output.text)) {
    const late = Date.now() > deadline;
    if (late) child.kill('SIGKILL');
    if (late || !running()) {
      await shutdown();
      if (late) throw new CollectorError('collector.otelcol_not_ready', output.text.split('\n').slice(-20));
      throw new CollectorError('collector.otelcol_start_failed', parseOutput(output.text).problems);
    }
    await delay(20);
  }
  return { pid: child.pid ?? 0, output: () => output.text, running, kill, shutdown };
}

interface Spawned {
  readonly child: ChildProcess;
  readonly output: OutputTail;
  readonly folder: string;
}

async function spawnOtelcol({ binary, config, env = {}, files = {} }: OtelcolInput, command: readonly string[]): Promise<Spawned> {
  const folder = await mkdtemp(join(tmpdir(), 'plinth-otelcol-'));
  for (const [path, content] of Object.entries({ ...files, 'config.yaml': config })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const child = spawn(binary, [...command, `--config=file:${join(folder, 'config.yaml')}`], {
    cwd: folder,
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await once(child, 'spawn').catch(async (cause: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw new CollectorError('collector.otelcol_start_failed', [`${binary}: ${cause instanceof Error ? cause.message : String(cause)}`], {
      cause,
    });
  });
  endWithProcess(child, folder);
  const output = new OutputTail();
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => output.add(chunk));
  return { child, output, folder };
}

/** The exit code, null after a signal; output is complete by then. */
async function ended(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}

/** What runs, with its folder. */
const started = new Map<ChildProcess, string>();

/**
 * No Collector outlives an exit of the process that started it; an end by a signal is none unless somebody makes it one, as the CLI does.
 * One listener for all of them: Node warns of many.
 */
function endWithProcess(child: ChildProcess, folder: string): void {
  if (started.size === 0) process.once('exit', killStarted);
  started.set(child, folder);
  child.once('close', () => {
    started.delete(child);
    if (started.size === 0) process.off('exit', killStarted);
  });
}

function killStarted(): void {
  for (const [child, folder] of started) {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}
