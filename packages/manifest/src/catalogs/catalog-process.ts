// The program of the process that loads modules with telemetry. It answers over IPC; what a module prints is kept, and is never taken for an answer.
import { existsSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { LoadFailure, LoadMessage, LoadRequest } from './messages.ts';
import { recordedNames, recordSlot, renderRecorder } from './recorder.ts';

/** Characters of output that are kept of each module. */
const keptOutput = 2000;

/** Thrown in the place of an exit, so that the module stops there. */
class ExitError extends Error {}

// The channel is this program's alone: a module that writes to it, or closes it, would speak for others.
const channel = process.send?.bind(process);
delete process.send;
process.disconnect = () => undefined;
// Without the process that asked, nobody would end this one.
process.once('disconnect', () => process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL'));
const say = (message: LoadMessage): void => void channel?.(message);

let output = '';
let catalogs: unknown[] = [];
let exited = false;

const keep = (chunk: unknown): true => {
  if (output.length < keptOutput) output += String(chunk).slice(0, keptOutput - output.length);
  return true;
};
const write = (chunk: unknown, encoding?: unknown, done?: unknown): boolean => {
  const callback = typeof encoding === 'function' ? encoding : done;
  if (typeof callback === 'function') queueMicrotask(() => callback());
  return keep(chunk);
};
process.stdout.write = write;
process.stderr.write = write;

process.exit = () => {
  exited = true;
  throw new ExitError('process.exit');
};
process.abort = process.exit;
// What a module does later, such as a timer that throws, is no fault of the module that is loaded at that moment.
process.on('uncaughtException', () => undefined);
process.on('unhandledRejection', () => undefined);

Reflect.set(globalThis, Symbol.for(recordSlot), (catalog: unknown) => void catalogs.push(catalog));

const recorderScheme = 'plinth-recorder:';
registerHooks({
  resolve(specifier, context, next) {
    if (specifier in recordedNames) return { url: `${recorderScheme}${specifier}`, format: 'module', shortCircuit: true };
    try {
      return next(specifier, context);
    } catch (error) {
      // TypeScript names the compiled file, or leaves the ending out.
      const source = findSource(specifier, context.parentURL);
      if (source === undefined) throw error;
      return next(source, context);
    }
  },
  load(url, context, next) {
    if (!url.startsWith(recorderScheme)) return next(url, context);
    return { format: 'module', source: renderRecorder(url.slice(recorderScheme.length)), shortCircuit: true };
  },
});

function findSource(specifier: string, parent: string | undefined): string | undefined {
  if (!/^\.{1,2}\//.test(specifier) || parent === undefined) return undefined;
  const base = specifier.replace(/\.([cm]?)js$/, '.$1ts');
  return [base, `${specifier}.ts`, `${specifier}/index.ts`]
    .map((candidate) => new URL(candidate, parent))
    .find((url) => url.protocol === 'file:' && /\.[cm]?ts$/.test(url.pathname) && existsSync(url))?.href;
}

async function load({ index, file, folder }: LoadRequest): Promise<void> {
  say({ kind: 'begin', index });
  [output, catalogs, exited] = ['', [], false];
  const before = process.getActiveResourcesInfo();
  let failure: LoadFailure | undefined;
  try {
    process.chdir(folder);
    for (const value of Object.values((await evaluate(file)) ?? {}))
      if (isCatalog(value) && !catalogs.includes(value)) catalogs.push(value);
  } catch (error) {
    failure = explain(error, file);
  }
  if (exited) failure = { reason: 'exits', message: 'it called process.exit' };
  const running = subtract(process.getActiveResourcesInfo(), before);
  say({ kind: 'end', index, catalogs: toPlain(catalogs), output, running, ...(failure && { failure }) });
}

/** Hooks reach what a CommonJS module requires only where that module was required itself (Node 22). */
async function evaluate(file: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const url = pathToFileURL(file);
  try {
    return createRequire(url)(file) as Readonly<Record<string, unknown>>;
  } catch (error) {
    // An ES module that awaits something can only be imported. Nothing of it has run yet.
    if ((error as NodeJS.ErrnoException | undefined)?.code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error;
    return (await import(url.href)) as Readonly<Record<string, unknown>>;
  }
}

/** Tells whether a module exports what `defineTelemetry` returned, without binding it. */
function isCatalog(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { metrics, events } = value as Readonly<Record<string, unknown>>;
  return typeof metrics === 'object' && metrics !== null && typeof events === 'object' && events !== null;
}

/** What IPC can carry. A value that JSON does not have is left out, and the check of the catalog then says what is missing. */
function toPlain(values: readonly unknown[]): readonly unknown[] {
  return values.map((value) => {
    try {
      return JSON.parse(JSON.stringify(value)) as unknown;
    } catch {
      return null;
    }
  });
}

function explain(error: unknown, file: string): LoadFailure {
  const { code, name, message = String(error), stack = '' } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  const place = findPlace(stack, file);
  const text = message.split('\n').slice(0, 20).join('\n');
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') return { reason: 'not_erasable', message: text, ...place };
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_PATH_NOT_EXPORTED')
    return { reason: 'import_missing', message: text, ...place };
  if (name === 'CatalogError') return { reason: 'invalid', message: text };
  return { reason: 'throws', message: text, ...place };
}

/** The first place of the module in a stack, from 1. */
function findPlace(stack: string, file: string): { readonly line?: number; readonly column?: number } {
  const url = pathToFileURL(file).href;
  const found = stack.split('\n').find((line) => line.includes(url) || line.includes(file));
  const [, line, column] = /:(\d+)(?::(\d+))?\)?$/.exec(found ?? '') ?? [];
  return { ...(line !== undefined && { line: Number(line) }), ...(column !== undefined && { column: Number(column) }) };
}

function subtract(all: readonly string[], known: readonly string[]): readonly string[] {
  const left = [...known];
  return all.filter((each) => {
    const at = left.indexOf(each);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

process.on('message', (requests: readonly LoadRequest[]) => {
  void (async () => {
    for (const request of requests) await load(request);
  })();
});
say({ kind: 'ready' });
