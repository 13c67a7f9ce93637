// The published declarations in projects of other settings than ours: each module resolution, each TypeScript, ES module and CommonJS.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPackedProject, type PackedProject } from './packed-project.ts';

const modules = join(import.meta.dirname, '../../../node_modules');
const compilers = {
  'TypeScript 5.9': 'typescript-5.9/bin/tsc',
  'TypeScript 6.0': 'typescript/bin/tsc6',
  'TypeScript 7.0': '@typescript/native/bin/tsc',
};
const settings = {
  node16: { module: 'node16', moduleResolution: 'node16' },
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
};

const service = `
import { defineTelemetry, type EventFields } from '@plinth/catalog';
import { bindTelemetry, correlation, health, logger, onShutdown, PlinthError, span, type ErrorCode } from '@plinth/node';
import '@plinth/node/register';
import { processJob, sendJob } from '@plinth/node/queue';
import { captureTelemetry } from '@plinth/node/testing';

const catalog = defineTelemetry({
  metrics: { 'shop.visits': { type: 'counter', unit: '{visit}', help: 'Visits', owner: 'shop', labels: { site: { values: ['eu', 'us'] } } } },
  events: { 'order.placed': { help: 'An order', owner: 'shop', fields: { sku: { type: 'string', class: 'public' } }, labels: [] }, 'cache.warmed': { help: 'Filled', owner: 'shop' } },
});
export const { events, metrics } = bindTelemetry(catalog);
metrics['shop.visits'].add(1, { site: 'eu' });
events.emit('order.placed', { sku: 'MUG' });
events.emit('cache.warmed');
export const fields: EventFields<typeof catalog, 'order.placed'> = { sku: 'MUG' };
export const child = logger.child({ a: 1 }).info('hello', { b: 2 });
export const id: string | undefined = correlation.id();
export const result: Promise<number> = span('work', {}, async (active) => (active.setAttribute('a', 1), 1));
export const remove: () => void = health.addReadinessCheck('db', async () => {});
onShutdown('db', () => {});
export const code: ErrorCode = new PlinthError('node.options_invalid').code;
export { captureTelemetry, processJob, sendJob };
`;

// What must be refused: were the declarations not found or not read, these would pass.
const mistakes = `
// @ts-expect-error -- no such label value
metrics['shop.visits'].add(1, { site: 'moon' });
// @ts-expect-error -- no such event
events.emit('order.lost', { sku: 'MUG' });
// @ts-expect-error -- the event has a field
events.emit('order.placed');
// @ts-expect-error -- not a base unit
defineTelemetry({ metrics: { 'shop.wait': { type: 'gauge', unit: 'ms', help: 'Waiting', owner: 'shop' } } });
// @ts-expect-error -- a personal field is no label
defineTelemetry({ events: { 'mail.sent': { help: 'Sent', owner: 'shop', fields: { to: { type: 'string', class: 'personal', limit: 9 } }, labels: ['to'] } } });
// @ts-expect-error -- not a text
events.emit('order.placed', { sku: 1 });
`;

let project: PackedProject;
beforeAll(() => {
  project = createPackedProject(['catalog', 'node']);
});
afterAll(() => project.remove());

/** What the compiler says of the files, by name. */
function check(compiler: string, options: object, files: Readonly<Record<string, string>>, skipLibCheck = false): string {
  const folder = join(project.folder, 'src');
  mkdirSync(folder, { recursive: true });
  for (const [file, source] of Object.entries(files)) writeFileSync(join(folder, file), source);
  const compilerOptions = {
    ...options,
    target: 'es2023',
    lib: ['es2023'],
    strict: true,
    noEmit: true,
    skipLibCheck,
    exactOptionalPropertyTypes: true,
    types: ['node'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: Object.keys(files) }));
  const args = [join(modules, compiler), '-p', folder, '--pretty', 'false'];
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).stdout.trim();
}

const { node16, nodenext, bundler } = settings;
const source = `${service}${mistakes}`;

test.each([
  ['TypeScript 5.9', 'node16', node16],
  ['TypeScript 5.9', 'bundler', bundler],
  ['TypeScript 7.0', 'node16', node16],
  ['TypeScript 7.0', 'bundler', bundler],
] as const)('%s, %s', (compiler, _setting, options) => {
  // What is inside of the declarations is checked once for each compiler, below.
  expect(check(compilers[compiler], options, { 'service.mts': source }, true)).toBe('');
});

test.each(Object.entries(compilers))('%s, nodenext: ES module and CommonJS', (_name, compiler) => {
  expect(check(compiler, nodenext, { 'service.mts': source, 'service.cts': source })).toBe('');
});

test.each(Object.entries(compilers))('%s, node16: CommonJS', (_name, compiler) => {
  expect(check(compiler, node16, { 'service.cts': source }, true)).toBe('');
});

test('a mistake is seen', () => {
  const mistake = `${service}metrics['shop.visits'].add('one', { site: 'eu' });`;
  expect(check(compilers['TypeScript 7.0'], nodenext, { 'mistake.mts': mistake }, true)).toMatch(/mistake\.mts.*TS2345/);
});
