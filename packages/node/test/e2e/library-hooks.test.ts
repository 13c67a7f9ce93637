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

const libraries = ['pg', 'mongodb', 'bullmq', 'amqplib', 'kafkajs', '@grpc/grpc-js'];
const names = ['pg', 'mongodb', 'bullmq', 'amqplib', 'kafkajs', 'grpc'];
const deep = `(file) => { const path = createRequire(import.meta.url).resolve('pg'); return createRequire(import.meta.url)(path.slice(0, path.lastIndexOf('/node_modules/') + 14) + file); }`;

test.each([
  [
    'libraries.tmp.mjs',
    [
      `import { createRequire } from 'node:module';`,
      ...libraries.map((library, index) => `import ${library === 'kafkajs' ? 'kafkajs' : `* as ${names[index]}`} from '${library}';`),
      `import { printPatched } from './loaded-libraries.cjs';`,
      `printPatched({ ${names.map((name) => (name === 'pg' ? 'pg: pg.default' : name)).join(', ')}, deep: ${deep} });`,
    ],
  ],
  [
    'libraries.tmp.cjs',
    [
      `const { createRequire } = require('node:module');`,
      ...libraries.map((library, index) => `const ${names[index]} = require('${library}');`),
      `require('./loaded-libraries.cjs').printPatched({ ${names.join(', ')}, deep: ${deep.replaceAll('import.meta.url', '__filename')} });`,
    ],
  ],
])('%s', async (name, lines) => {
  const printed = JSON.parse(await run(name, lines.join('\n'))) as Record<string, boolean>;
  expect(printed).toEqual(Object.fromEntries(names.map((library) => [library, true])));
});

test('nothing is loaded of a library that the service does not use', async () => {
  const source = `
    import { createRequire } from 'node:module';
    const folder = /^.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)\\/.*$/;
    const loaded = Object.keys(createRequire(import.meta.url).cache).map((path) => path.replace(folder, '$1'));
    console.log(JSON.stringify([...new Set(loaded)]));
  `;
  const loaded = JSON.parse(await run('nothing.tmp.mjs', source)) as string[];
  expect(loaded).toContain('winston');
  const traced = [
    ...libraries,
    'koa',
    '@koa/router',
    'hono',
    '@nestjs/core',
    'express',
    'fastify',
    'mysql2',
    'ioredis',
    '@redis/client',
    'graphql',
  ];
  expect(loaded.filter((library) => traced.includes(library))).toEqual([]);
});
