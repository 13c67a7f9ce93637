// Why a module could not be loaded, from whatever it threw.
import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { LoadFailure } from './messages.ts';

/** Tells whether `require` met an ES module that awaits something. */
export function isAsyncModule(error: unknown): boolean {
  return readProperty(error, 'code') === 'ERR_REQUIRE_ASYNC_MODULE';
}

/** Tells whether the compiler refused a module: the error comes from inside of Node, before anything of the module ran. */
function isCompileError(error: unknown): boolean {
  const [, first = ''] = readText(error, 'stack').split('\n');
  return readProperty(error, 'name') === 'SyntaxError' && first.includes('(node:internal/modules/');
}

function readText(error: unknown, key: string): string {
  const value = readProperty(error, key);
  return typeof value === 'string' ? value : '';
}

function readProperty(error: unknown, key: string): unknown {
  try {
    return Reflect.get(error as object, key);
  } catch {
    return undefined;
  }
}

/** Never throws, whatever was thrown: a Proxy, an error whose message cannot be read, nothing at all. */
export function explain(error: unknown, file: string): LoadFailure {
  try {
    return explainReadable(error, file);
  } catch {
    return { reason: 'throws', message: 'something that cannot be read was thrown' };
  }
}

const unresolved = new Set<unknown>([
  'ERR_MODULE_NOT_FOUND',
  'MODULE_NOT_FOUND',
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
  'ERR_UNSUPPORTED_DIR_IMPORT',
]);

/** What Node refuses of TypeScript, or of a file whose ending it does not know, such as .tsx. */
const uncompiled = new Set<unknown>([
  'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
  'ERR_INVALID_TYPESCRIPT_SYNTAX',
  'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING',
  'ERR_UNKNOWN_FILE_EXTENSION',
]);

function explainReadable(error: unknown, file: string): LoadFailure {
  const { code, name, message, stack } = (error ?? {}) as Readonly<Record<string, unknown>>;
  const text = (typeof message === 'string' ? message : String(error)).split('\n').slice(0, 20).join('\n');
  const trace = typeof stack === 'string' ? stack : '';
  const place = findPlace(trace, file);
  if (uncompiled.has(code)) return { reason: 'not_erasable', message: text, ...place };
  if (unresolved.has(code)) return { reason: 'import_missing', message: text, ...place };
  if (name === 'CatalogError') return { reason: 'invalid', message: text };
  if (name === 'SyntaxError' && text.includes('does not provide an export named'))
    return { reason: 'import_missing', message: text, ...place };
  // Decorators and JSX are what the compiler of JavaScript refuses. Its errors have their place before their name.
  const isRefused = isCompileError(error) || (name === 'SyntaxError' && /^(file:|[A-Za-z]:|\/)/.test(trace));
  if (isRefused && /\.([cm]?ts|[jt]sx)$/.test(file)) return { reason: 'not_erasable', message: text, ...place };
  return { reason: 'throws', message: text, ...place };
}

/** The first place of the module in a stack, from 1. */
function findPlace(stack: string, file: string): { readonly line?: number; readonly column?: number } {
  const files = [file, realpathSync(file)];
  const names = [...files, ...files.map((each) => pathToFileURL(each).href)];
  const found = stack.split('\n').find((line) => names.some((name) => line.includes(`${name}:`)));
  const [, line, column] = /:(\d+)(?::(\d+))?\)?$/.exec(found ?? '') ?? [];
  return { ...(line !== undefined && { line: Number(line) }), ...(column !== undefined && { column: Number(column) }) };
}
