import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { renderUncaught } from './uncaught-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'plinth-uncaught-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What Node prints on stderr for the file; with `report`, what the report says of it. */
function stderrOf(file: string, text: string, report: boolean): string {
  const path = join(folder, file);
  writeFileSync(path, text);
  const preload = join(folder, 'report.mjs');
  writeFileSync(
    preload,
    `import { renderUncaught } from ${JSON.stringify(join(import.meta.dirname, 'uncaught-report.ts'))};
     process.on('uncaughtException', (error) => { process.stderr.write(renderUncaught(error)); process.exit(1); });`,
  );
  try {
    execFileSync(process.execPath, ['--no-warnings', '--import', report ? preload : 'data:text/javascript,0', path], {
      encoding: 'utf8',
      // Colours are what a runner of tests asks for.
      env: { PATH: process.env['PATH'] },
      stdio: 'pipe',
    });
  } catch (error) {
    return (error as { stderr: string }).stderr;
  }
  throw new Error('the process did not fail');
}

describe('an exception is shown as Node shows it', () => {
  test.each([
    ['main.cjs', "\nif (!process.env.DATABASE_URL) throw new TypeError('no\\nURL');\n"],
    ['main.mjs', "await 0;\n\tif (true) throw new Error('in a module');\n"],
    ['timer.cjs', 'setTimeout(() => { null.x; }, 1);\n'],
    ['rejected.cjs', "setTimeout(() => { Promise.reject(new RangeError('rejected')); }, 1);\n"],
    ['fields.cjs', "function f() {\n  throw Object.assign(new Error('x'), { code: 'E', cause: new Error('why') });\n}\nf();\n"],
    ['windows.cjs', "'use strict';\r\nthrow new Error('carriage return');\r\n"],
  ])('%s', (file, text) => {
    const [theirs, ours] = [stderrOf(file, text, false), stderrOf(file, text, true)].map((stderr) =>
      stderr
        .replaceAll('\r', '')
        .trimStart()
        // Node marks the word `throw`, and the report the place where the error was made, which is on the same line.
        .replace(/^[\t ]*\^$/m, '^')
        .split('\n'),
    );
    expect(ours).toEqual(theirs);
  });
});

test('an error event that nobody listens to says where it was emitted', () => {
  const text = "const { Server } = require('node:net');\nsetImmediate(() => new Server().listen('/no/such/folder/socket'));\n";
  const [theirs, ours] = [stderrOf('event.cjs', text, false), stderrOf('event.cjs', text, true)];
  // Node shows its own line first, and the report the service's.
  const [theirError, ourError] = [theirs, ours].map((stderr) => stderr.slice(stderr.indexOf('Error: ')));
  expect(ourError).toBe(theirError);
  expect(ours).toContain("Emitted 'error' event on Server instance at:");
});

test('what has no place, or no text, is shown without one', () => {
  const error = new Error('no file');
  error.stack = 'Error: no file\n    at node:internal/x:1:1\n    at /no/such/file.js:1:1';
  expect(renderUncaught(error)).toBe(`${error.stack}\n\nNode.js ${process.version}\n`);
  expect(renderUncaught(5)).toMatch(/^5\n/);
  const odd = new Error('odd');
  Object.defineProperty(odd, 'stack', { get: () => { throw new Error('no'); } }); // prettier-ignore
  expect(renderUncaught(odd)).toContain('Node.js');
});
