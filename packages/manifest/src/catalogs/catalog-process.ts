// The program of the process that loads modules with telemetry. It answers over a pipe of its own; what a module prints is kept, and is never taken for an answer.
import { AsyncLocalStorage } from 'node:async_hooks';
import { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, readSync, realpathSync, writeSync } from 'node:fs';
import nodeModule, { createRequire, registerHooks, syncBuiltinESMExports } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { pipeDescriptor, renderMessage, type LoadFailure, type LoadMessage, type LoadOrder, type LoadRequest } from './messages.ts';
import { explain, isAsyncModule } from './load-failure.ts';
import { watchRealm } from './realm.ts';
import { findExportedNames, isRecorded, recordSlot, renderRecorder } from './recorder.ts';

/** Characters of output that are kept of each module. */
const keptOutput = 2000;

/** Thrown in the place of an exit, so that the module stops there. */
class ExitError extends Error {}

// A module may change these for all that come after it, and for what is said of it.
const { parse, stringify } = JSON;
const chdir = process.chdir.bind(process);
const kill = process.kill.bind(process);
const environment = { ...process.env };

const { secret, requests } = readOrder();
function say(message: LoadMessage): void {
  // At once, however long it is: a module that blocks the process may come next.
  const bytes = Buffer.from(renderMessage(secret, stringify(message)));
  for (let at = 0; at < bytes.length;) at += writeSync(pipeDescriptor, bytes, at);
}

/** Reads the one line that is asked for. */
function readOrder(): LoadOrder {
  const chunk = Buffer.alloc(65_536);
  let bytes = Buffer.alloc(0);
  while (!bytes.includes('\n')) {
    const length = readSync(pipeDescriptor, chunk);
    if (length === 0) process.exit(1);
    bytes = Buffer.concat([bytes, chunk.subarray(0, length)]);
  }
  return parse(bytes.toString('utf8')) as LoadOrder;
}

// Without the process that asked, nobody would end this one, and a module may block this thread. The end of the pipe is its end.
const group = process.platform === 'win32' ? process.pid : -process.pid;
const watchman = `require('node:fs').readSync(${pipeDescriptor}, Buffer.alloc(1)); process.kill(${group}, 'SIGKILL');`;
new Worker(watchman, { eval: true, execArgv: [] });

/** The module that is loaded at this moment, and what is known of it. */
let current = -1;
let output = '';
let catalogs: unknown[] = [];
let exited = false;
/** Which module is asked for by what runs now: a timer of an earlier one may be. */
const running = new AsyncLocalStorage<number>();
const isOfCurrent = (): boolean => running.getStore() === current;

const write = (chunk: unknown, encoding?: unknown, done?: unknown): boolean => {
  const callback = typeof encoding === 'function' ? encoding : done;
  if (typeof callback === 'function') queueMicrotask(() => callback());
  if (isOfCurrent() && output.length < keptOutput) output += String(chunk).slice(0, keptOutput - output.length);
  return true;
};
process.stdout.write = write;
process.stderr.write = write;

process.exit = () => {
  exited ||= isOfCurrent();
  throw new ExitError('process.exit');
};
process.abort = process.exit;
process.kill = (pid, signal) => {
  if (pid === process.pid || signal === 0) return kill(pid, signal);
  throw new Error('it sends a signal to another process');
};
// What a module starts stays in the group of this process, and ends with it.
const spawn: unknown = Reflect.get(ChildProcess.prototype, 'spawn');
Reflect.set(ChildProcess.prototype, 'spawn', function spawnInGroup(this: ChildProcess, options: object): unknown {
  return typeof spawn === 'function' ? Reflect.apply(spawn, this, [{ ...options, detached: false }]) : undefined;
});
// What a module does later, such as a timer that throws, is no fault of the module that is loaded at that moment.
const ignore = (): void => undefined;
process.on('uncaughtException', ignore);
process.on('unhandledRejection', ignore);

Object.defineProperty(globalThis, Symbol.for(recordSlot), {
  value: (index: number, catalog: unknown) => void (index === current && catalogs.push(catalog)),
});

/** The modules that each module imports, by address, and which of them bind telemetry. */
const imports = new Map<string, Set<string>>();
const binders = new Set<string>();
/** The first module of the list that brought a module with it, by address. */
const firstOwner = new Map<string, number>();

const recorderScheme = 'plinth-recorder:';
const installedNames = new Map<string, readonly string[]>();
registerHooks({
  resolve(specifier, context, next) {
    const { parentURL = '' } = context;
    if (isRecorded(specifier)) {
      binders.add(parentURL);
      const name = `${current}:${specifier}`;
      if (!installedNames.has(name))
        installedNames.set(
          name,
          readInstalledNames(() => next(specifier, context).url),
        );
      return { url: recorderScheme + name, format: 'module', shortCircuit: true };
    }
    const found = resolve(specifier, context, next);
    if (!imports.has(parentURL)) imports.set(parentURL, new Set());
    imports.get(parentURL)?.add(found.url);
    if (!firstOwner.has(found.url)) firstOwner.set(found.url, current);
    return found;
  },
  load(url, context, next) {
    if (!url.startsWith(recorderScheme)) return next(url, context);
    const name = url.slice(recorderScheme.length);
    const [, index, specifier = ''] = /^(\d+):(.*)$/.exec(name) ?? [];
    return { format: 'module', source: renderRecorder(specifier, Number(index), installedNames.get(name) ?? []), shortCircuit: true };
  },
});

type Resolve = NonNullable<Parameters<typeof registerHooks>[0]['resolve']>;

function resolve(...[specifier, context, next]: Parameters<Resolve>): ReturnType<Resolve> {
  try {
    return next(specifier, context);
  } catch (error) {
    // TypeScript names the compiled file, or leaves the ending out.
    const source = findSource(specifier, context.parentURL);
    if (source === undefined) throw error;
    return next(source, context);
  }
}

function readInstalledNames(find: () => string): readonly string[] {
  try {
    return findExportedNames(readFileSync(fileURLToPath(find()), 'utf8'));
  } catch {
    return [];
  }
}

function findSource(specifier: string, parent: string | undefined): string | undefined {
  if (!/^\.{1,2}\//.test(specifier) || parent === undefined) return undefined;
  const base = specifier.replace(/\.([cm]?)js$/, '.$1ts');
  return [base, `${specifier}.ts`, `${specifier}/index.ts`]
    .map((candidate) => new URL(candidate, parent))
    .find((url) => url.protocol === 'file:' && /\.[cm]?ts$/.test(url.pathname) && existsSync(url))?.href;
}

/** Tells whether the module stands on one that bound telemetry for an earlier module: it is not evaluated again, and binds nothing. */
function sharesBinder(index: number, file: string): boolean {
  const waiting = [pathToFileURL(file).href, pathToFileURL(realpathSync(file)).href];
  const seen = new Set(waiting);
  for (const url of waiting) {
    if (binders.has(url) && (firstOwner.get(url) ?? index) !== index) return true;
    for (const next of imports.get(url) ?? []) {
      if (!seen.has(next)) waiting.push(next);
      seen.add(next);
    }
  }
  return false;
}

// Hooks of a module would be in force for those after it.
let hasHooks = false;
for (const name of ['register', 'registerHooks'] as const) {
  const original: unknown = Reflect.get(nodeModule, name);
  Reflect.set(nodeModule, name, (...args: unknown[]): unknown => {
    hasHooks = true;
    return typeof original === 'function' ? Reflect.apply(original, nodeModule, args) : undefined;
  });
}
syncBuiltinESMExports();
const isRealmWhole = watchRealm();

/** Tells whether the process is as it was, and the next module may come. */
async function load({ index, file, folder }: LoadRequest): Promise<boolean> {
  current = index;
  say({ kind: 'begin', index });
  [output, catalogs, exited] = ['', [], false];
  restoreEnvironment();
  const before = process.getActiveResourcesInfo();
  let failure: LoadFailure | undefined;
  let plain: readonly unknown[] = [];
  try {
    chdir(folder);
    for (const value of Object.values((await running.run(index, () => evaluate(file))) ?? {}))
      if (isCatalog(value) && !catalogs.includes(value)) catalogs.push(value);
    plain = catalogs.map((catalog) => parse(stringify(catalog)) as unknown);
  } catch (error) {
    failure = explain(error, file);
  }
  if (exited) failure = { reason: 'exits', message: 'it called process.exit' };
  const spoilt = hasHooks || !isRealmWhole() || !process.listeners('uncaughtException').includes(ignore);
  if (!spoilt && sharesBinder(index, file)) {
    say({ kind: 'again', index });
    return false;
  }
  const left = spoilt ? [] : subtract(process.getActiveResourcesInfo(), before);
  say({ kind: 'end', index, catalogs: plain, output, running: left, spoilt, ...(failure && { failure }) });
  return !spoilt;
}

function restoreEnvironment(): void {
  for (const name of Object.keys(process.env)) if (!(name in environment)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, environment);
}

/** Hooks reach what a CommonJS module requires only where that module was required itself (Node 22). */
async function evaluate(file: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const url = pathToFileURL(file);
  try {
    return createRequire(url)(file) as Readonly<Record<string, unknown>>;
  } catch (error) {
    // An ES module that awaits something can only be imported. Nothing of it has run yet.
    if (isAsyncModule(error)) return (await import(url.href)) as Readonly<Record<string, unknown>>;
    throw error;
  }
}

/** Tells whether a module exports what `defineTelemetry` returned, without binding it. */
function isCatalog(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { metrics, events } = value as Readonly<Record<string, unknown>>;
  return typeof metrics === 'object' && metrics !== null && typeof events === 'object' && events !== null;
}

function subtract(all: readonly string[], known: readonly string[]): readonly string[] {
  const left = [...known];
  return all.filter((each) => {
    const at = left.indexOf(each);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

for (const request of requests) if (!(await load(request))) break;
