// The process in which modules are loaded: started, watched, and ended whatever happens in it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LoadFailure, LoadMessage, LoadRequest } from './messages.ts';

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
 * may have done it. When the promise resolves, nothing is left running.
 */
export async function loadModules(requests: readonly LoadRequest[], options: LoadOptions): Promise<ReadonlyMap<number, Loaded>> {
  const results = new Map<number, Loaded>();
  let waiting = requests;
  while (waiting.length > 0) {
    const stuck = await runProcess(waiting, options, results);
    const left = waiting.filter(({ index }) => !results.has(index));
    const [first, ...others] = left;
    if (first === undefined) return results;
    // The one that was being loaded, or, where the process died between two of them, the next.
    const suspect = left.find(({ index }) => index === stuck.index) ?? first;
    if (suspect.index === waiting[0]?.index) {
      results.set(suspect.index, stuck.result);
      waiting = left.filter(({ index }) => index !== suspect.index);
    } else waiting = [suspect, ...[first, ...others].filter(({ index }) => index !== suspect.index)];
  }
  return results;
}

interface Stuck {
  readonly index: number | undefined;
  readonly result: Loaded;
}

/** Resolves when each module has a result, or when one of them hung or the process died. */
async function runProcess(
  requests: readonly LoadRequest[],
  { deadlineMs, env }: LoadOptions,
  results: Map<number, Loaded>,
): Promise<Stuck> {
  const child = startProcess(env);
  let current: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Stuck>((resolve, reject) => {
      const watch = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => resolve({ index: current, result: { kind: 'hung' } }), deadlineMs);
      };
      child.on('error', reject);
      // It comes after the last message, which an exit may overtake.
      child.on('disconnect', () => resolve({ index: current, result: { kind: 'died' } }));
      child.on('message', (message: LoadMessage) => {
        watch();
        if (message.kind === 'ready') child.send(requests);
        else if (message.kind === 'begin') current = message.index;
        else {
          results.set(message.index, readEnd(message));
          current = undefined;
          if (results.size > 0 && requests.every(({ index }) => results.has(index)))
            resolve({ index: undefined, result: { kind: 'hung' } });
        }
      });
      watch();
    });
  } finally {
    clearTimeout(timer);
    await endProcess(child);
  }
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
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
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
  return process.execArgv.filter((argument) => /^(--conditions=|-C=)/.test(argument));
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
