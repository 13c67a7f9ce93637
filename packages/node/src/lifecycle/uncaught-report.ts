// What Node prints of an exception that nobody caught. To throw it again would show a line of the SDK in the place of the service's own.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

/** Characters of a source line that are shown at most. A bundle may have all of its code on one line. */
const longestLine = 400;

/** The text as Node prints it: the line that threw with a mark below it, the error with all that it has, the version of Node. */
export function renderUncaught(error: unknown): string {
  const isError = error instanceof Error;
  if (isError) enhance(error);
  const shown = render(error);
  const text = isError ? shown : `${shown}\n(Use \`node --trace-uncaught ...\` to show where the exception was thrown)`;
  return `${isError ? renderPlace(error) : ''}${text}\n\nNode.js ${process.version}\n`;
}

/**
 * Node adds to the stack where an `error` event was emitted that nobody listens to. Before it prints the error, it asks the function under
 * this symbol for the longer stack.
 */
function enhance(error: Error): void {
  try {
    const key = Object.getOwnPropertySymbols(error).find(({ description }) => description === 'kEnhanceStackBeforeInspector');
    const add = key === undefined ? undefined : (Reflect.get(error, key) as unknown);
    if (typeof add === 'function') error.stack = String(add());
  } catch {}
}

function render(error: unknown): string {
  try {
    return inspect(error);
  } catch {
    return 'an error that cannot be shown';
  }
}

/** Empty where the line cannot be read: the stack says as much. */
function renderPlace(error: Error): string {
  try {
    const { file, line, column } = findPlace(error.stack ?? '') ?? {};
    if (file === undefined || line === undefined || column === undefined) return '';
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    const source = readFileSync(path, 'utf8').split('\n')[line - 1]?.replace(/\r$/, '');
    if (source === undefined || source.length > longestLine) return '';
    const indent = source.slice(0, column - 1).replace(/[^\t]/g, ' ');
    return `${file}:${line}\n${source}\n${indent}^\n\n`;
  } catch {
    return '';
  }
}

/** The place of the first frame that has one. Frames of Node itself have no file. */
function findPlace(stack: string): { readonly file: string; readonly line: number; readonly column: number } | undefined {
  for (const frame of stack.split('\n')) {
    const [, file, line, column] = /^\s+at (?:.*\()?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*):(\d+):(\d+)\)?$/.exec(frame) ?? [];
    if (file !== undefined) return { file, line: Number(line), column: Number(column) };
  }
  return undefined;
}
