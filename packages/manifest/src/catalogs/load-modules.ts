// The process in which modules are loaded: started, watched, and ended whatever happens in it.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseMessage, pipeDescriptor, type LoadFailure, type LoadMessage, type LoadOrder, type LoadRequest } from './messages.ts';

/** What came of one module. */
export type Loaded =
  | { readonly kind: 'loaded'; readonly catalogs: readonly unknown[]; readonly output: string; readonly running: readonly string[] }
  | { readonly kind: 'failed'; readonly failure: LoadFailure; readonly output: string }
  /** It was ended: the deadline passed. */
  | { readonly kind: 'hung' }
  /** It took the process with it. */
  | { readonly kind: 'died' };

export interface LoadOptions {
  /** Milliseconds that one module may take. */
  readonly deadlineMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Loads modules, all in one process, one after the other. A module that ends or blocks the process costs only itself: the
 * others are loaded in a new one. One that came after others in its process is tried again alone, because one of the others
 * may have done it. A new process is started too after a module that changes what all work with, and for one that shares
 * a module that binds telemetry with others. When the promise resolves, nothing is left running.
 */
export async function loadModules(requests: readonly LoadRequest[], options: LoadOptions): Promise<ReadonlyMap<number, Loaded>> {
  const results = new Map<number, Loaded>();
  let waiting = requests;
  while (waiting.length > 0) {
    const { index: last, loaded } = await runProcess(waiting, options, (index, result) => results.set(index, result));
    const left = waiting.filter(({ index }) => !results.has(index));
    // Where the process died between two modules, the next one is as good a suspect as any.
    const next = left.find(({ index }) => index === last) ?? left[0];
    if (next === undefined) return results;
    const others = left.filter((each) => each !== next);
    const isSure = loaded !== undefined && next === waiting[0];
    if (isSure) results.set(next.index, loaded);
    waiting = isSure ? others : [next, ...others];
  }
  return results;
}

/** How a process came to its end. */
interface ProcessEnd {
  /** The module that was being loaded, or that is to be loaded first in the next process. */
  readonly index?: number | undefined;
  /** What the module did to the process. */
  readonly loaded?: Extract<Loaded, { kind: 'hung' | 'died' }>;
}

/** Loads one module after the other, until all are loaded, or one needs another process, hangs, or takes the process with it. */
async function runProcess(
  requests: readonly LoadRequest[],
  { deadlineMs, env }: LoadOptions,
  take: (index: number, loaded: Loaded) => void,
): Promise<ProcessEnd> {
  const child = startProcess(env);
  const secret = randomUUID();
  let current: number | undefined;
  let hasBegun = false;
  let ended = 0;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      const pipe = child.stdio[pipeDescriptor] as Duplex;
      const fail = (kind: 'hung' | 'died'): void => resolve({ index: current, loaded: { kind } });
      const watch = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => fail('hung'), deadlineMs);
      };
      child.on('error', reject);
      // A process that is gone already cannot be written to. The end of the pipe says it.
      pipe.on('error', () => undefined);
      pipe.on('close', () => {
        if (hasBegun) fail('died');
        else reject(new Error('the process that loads modules ended at once; report this with the version of Node.js'));
      });
      readLines(pipe, (line) => {
        const message = parseMessage(secret, line);
        if (message === undefined) return;
        watch();
        hasBegun = true;
        switch (message.kind) {
          case 'begin':
            current = message.index;
            break;
          case 'again':
            resolve({ index: message.index });
            break;
          case 'end':
            take(message.index, readEnd(message));
            current = undefined;
            ended += 1;
            if (message.spoilt || ended === requests.length) resolve({});
        }
      });
      watch();
      const order: LoadOrder = { secret, requests };
      pipe.write(`${JSON.stringify(order)}\n`);
    });
  } finally {
    clearTimeout(timer);
    await endProcess(child);
  }
}

/** Lines end with \n alone: Node's own reader ends them at characters that a text in JSON may have. */
function readLines(pipe: Duplex, take: (line: string) => void): void {
  let rest = '';
  pipe.setEncoding('utf8').on('data', (text: string) => {
    rest += text;
    if (!text.includes('\n')) return;
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
}

function readEnd({ catalogs, failure, output, running }: Extract<LoadMessage, { kind: 'end' }>): Loaded {
  return failure === undefined ? { kind: 'loaded', catalogs, output, running } : { kind: 'failed', failure, output };
}

function startProcess(env: LoadOptions['env']): ChildProcess {
  const isSource = import.meta.url.endsWith('.ts');
  const program = fileURLToPath(new URL(isSource ? './catalog-process.ts' : './catalog-process.js', import.meta.url));
  const { NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, ...rest } = env;
  const child = spawn(process.execPath, [...conditions(), '--disable-warning=ExperimentalWarning', program], {
    env: rest,
    // The program keeps what a module prints. What is written past it goes nowhere, and never blocks it.
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    // A group of its own: what a module starts ends with it.
    detached: true,
  });
  const onExit = (): void => killGroup(child);
  process.once('exit', onExit);
  child.once('exit', () => process.off('exit', onExit));
  return child;
}

/** Conditions that packages are resolved under are those of this process. */
function conditions(): readonly string[] {
  return process.execArgv.flatMap((argument, at, all) => {
    if (argument === '-C' || argument === '--conditions') return [argument, all[at + 1] ?? ''];
    return /^(--conditions|-C)=/.test(argument) ? [argument] : [];
  });
}

async function endProcess(child: ChildProcess): Promise<void> {
  const isGone = child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  const gone = isGone ? undefined : once(child, 'exit');
  killGroup(child);
  await gone;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    // Windows has no groups.
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Everything in the group has ended by itself.
  }
}
