// The doctor inside of a bundle, beside packages that stayed outside: what it cannot find there must not end the service.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { requireBanner } from './bundlers.ts';

// Outside of the workspace: no package is found from there but what is put there.
const folder = mkdtempSync(join(tmpdir(), 'plinth-bundled-doctor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// The external package is imported when the SDK watches already.
const source = `
import '@plinth/node/register';
import { logger } from '@plinth/node';
import { doctor } from '@plinth/node/doctor';
const { marker } = await import('@opentelemetry/marker');
await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
logger.info('alive', { marker, codes: (await doctor()).map(({ code }) => code) });
`;
// The same for a format in which nothing can be awaited at the top.
const wrapped = source.replace(/\nconst \{[\s\S]*/, (body) => `\nvoid (async () => {${body}})();`);

test.each([
  ['esm', 'service.mjs', source],
  ['cjs', 'service.cjs', wrapped.replace("import '@plinth/node/register';", "require('@plinth/node/register');")],
] as const)('%s', async (format, file, contents) => {
  const modules = join(folder, 'node_modules/@opentelemetry/marker');
  mkdirSync(modules, { recursive: true });
  writeFileSync(join(modules, 'package.json'), '{ "name": "@opentelemetry/marker", "version": "2.0.0", "main": "index.js" }');
  writeFileSync(join(modules, 'index.js'), `exports.marker = 'external';`);
  await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    platform: 'node',
    target: 'node22',
    format,
    outfile: join(folder, file),
    external: ['@opentelemetry/marker', '@opentelemetry/sdk-node'],
    logLevel: 'error',
    ...(format === 'esm' ? { banner: { js: requireBanner } } : {}),
  });
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], PLINTH_ADMIN_PORT: '0', OTEL_TRACES_EXPORTER: 'none' },
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  // The service imports the SDK itself: that is said, and nothing else.
  expect(lines.find(({ message }) => message === 'alive')).toMatchObject({ marker: 'external', codes: ['node.registered_late'] });
});
