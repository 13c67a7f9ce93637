// A library is patched when it is first loaded, whichever module system loads it, and works as before.
import { execFile } from 'node:child_process';
import { writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';

const files: string[] = [];
afterEach(() => {
  for (const file of files.splice(0)) rmSync(file, { force: true });
});

async function run(name: string, source: string): Promise<string> {
  const file = join(import.meta.dirname, 'fixtures', name);
  files.push(file);
  writeFileSync(file, source);
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', '@plinth/node/register', file], {
    cwd: import.meta.dirname,
    env: { PATH: process.env['PATH'], PLINTH_ADMIN_PORT: '0', OTEL_TRACES_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
  });
  return stdout;
}

test.each([
  [
    'hooks-default.tmp.mjs',
    `import pg from 'pg'; console.log(pg.Client.prototype.query.name, typeof pg.Pool, typeof pg.types.getTypeParser);`,
  ],
  [
    'hooks-named.tmp.mjs',
    `import { Client, Pool, types } from 'pg'; console.log(Client.prototype.query.name, typeof Pool, typeof types.getTypeParser);`,
  ],
  [
    'hooks.tmp.cjs',
    `const pg = require('pg'); console.log(pg.Client.prototype.query.name, typeof pg.Pool, typeof pg.types.getTypeParser);`,
  ],
  [
    'hooks-late.tmp.mjs',
    `const { default: pg } = await import('pg'); console.log(pg.Client.prototype.query.name, typeof pg.Pool, typeof pg.types.getTypeParser);`,
  ],
])('%s', async (name, source) => expect(await run(name, source)).toBe('tracedQuery function function\n'));
