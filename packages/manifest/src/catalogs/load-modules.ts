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
    const accident = await runProcess(waiting, options, (index, loaded) => results.set(index, loaded));
    const left = waiting.filter(({ index }) => !results.has(index));
    // Where the process died between two modules, the next one is as good a suspect as any.
    const suspect = left.find(({ index }) => index === accident?.index) ?? left[0];
    if (accident === undefined || suspect === undefined) return results;
    const others = left.filter((each) => each !== suspect);
    const wasFirst = suspect === waiting[0];
    if (wasFirst) results.set(suspect.index, accident.loaded);
    waiting = wasFirst ? others : [suspect, ...others];
  }
  return results;
}

/** What ended a process before its time. */
interface Accident {
  /** The module that was being loaded. */
  readonly index: number | undefined;
  readonly loaded: Extract<Loaded, { kind: 'hung' | 'died' }>;
}

/** Loads one module after the other, until all are loaded or one of them hangs or takes the process with it. */
async function runProcess(
  requests: readonly LoadRequest[],
  { deadlineMs, env }: LoadOptions,
  take: (index: number, loaded: Loaded) => void,
): Promise<Accident | undefined> {
  const child = startProcess(env);
  let current: number | undefined;
  let isReady = false;
  let ended = 0;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      const fail = (kind: Accident['loaded']['kind']): void => resolve({ index: current, loaded: { kind } });
      child.on('error', reject);
      // It comes after the last message, which an exit may overtake.
      child.on('disconnect', () => {
        if (isReady) fail('died');
        else reject(new Error('the process that loads modules ended at once; report this with the version of Node.js'));
      });
      child.on('message', (message: LoadMessage) => {
        clearTimeout(timer);
        timer = setTimeout(() => fail('hung'), deadlineMs);
        switch (message.kind) {
          case 'ready':
            isReady = true;
            child.send(requests);
            break;
          case 'begin':
            current = message.index;
            break;
          case 'end':
            take(message.index, readEnd(message));
            current = undefined;
            ended += 1;
            if (ended === requests.length) resolve(undefined);
        }
      });
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
