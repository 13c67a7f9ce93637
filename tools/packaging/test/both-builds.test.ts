// The ES modules and the CommonJS modules of the SDK in one process are one SDK, whichever started it.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPackedProject, type PackedProject } from './packed-project.ts';

let project: PackedProject;
beforeAll(() => (project = createPackedProject(['catalog', 'node'])));
afterAll(() => project.remove());

// Each half uses the SDK, and looks whether it sees what the other half made.
const commonJs = `
  const { bindTelemetry, correlation, logger, PlinthError, span } = require('@plinth/node');
  const { defineTelemetry } = require('@plinth/catalog');
  exports.logger = logger;
  exports.PlinthError = PlinthError;
  exports.id = () => correlation.id();
  exports.work = (report) => span('required', {}, (active) => report(active.spanContext().traceId));
  const counter = (help) => defineTelemetry({ metrics: { 'shop.visits': { type: 'counter', unit: '{visit}', help, owner: 'shop' } } });
  exports.define = () => bindTelemetry(counter('Visits'));
`;
const main = `
  import { createRequire } from 'node:module';
  import { bindTelemetry, correlation, logger, PlinthError, span } from '@plinth/node';
  import { defineTelemetry } from '@plinth/catalog';
  const required = createRequire(import.meta.url)('./half.cjs');
  const traces = [];
  correlation.run(() => {
    span('imported', {}, (active) => {
      traces.push(active.spanContext().traceId);
      required.work((id) => traces.push(id));
      traces.push(required.id());
      required.logger.info('required');
      logger.info('imported');
    });
  }, 'order-12345678');
  required.define();
  let conflict;
  try {
    bindTelemetry(defineTelemetry({ metrics: { 'shop.visits': { type: 'counter', unit: '{visit}', help: 'Others', owner: 'shop' } } }));
  } catch (error) { conflict = error; }
  const loaded = [...new Set(Object.keys(createRequire(import.meta.url).cache))].filter((path) => path.endsWith('sdk.cjs')).length;
  process.stdout.write(JSON.stringify({
    sameLogger: logger === required.logger,
    oneTrace: traces[0] === traces[1],
    id: traces[2],
    conflict: conflict?.code,
    known: [conflict instanceof PlinthError, conflict instanceof required.PlinthError, new Error('other') instanceof PlinthError],
    loaded,
  }) + '\\n');
`;

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(project.folder, 'half.cjs'), commonJs);
  writeFileSync(join(project.folder, 'main.mjs'), main);
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args, 'main.mjs'], {
    cwd: project.folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], PLINTH_ADMIN_PORT: '0', OTEL_TRACES_EXPORTER: 'none', ...env },
  });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { status, stderr, lines, said: lines.find(({ sameLogger }) => sameLogger !== undefined) };
}

const one = { sameLogger: true, oneTrace: true, id: 'order-12345678', conflict: 'node.metric_conflict', known: [true, true, false] };
const preloads = {
  '--import': ['--import', '@plinth/node/register'],
  '--require': ['--require', '@plinth/node/register'],
  'both of them': ['--import', '@plinth/node/register', '--require', '@plinth/node/register'],
};

describe.each(Object.entries(preloads))('started with %s', (name, args) => {
  test('is one SDK, which says nothing', () => {
    const { status, stderr, lines, said } = run(args);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    // What --import has started is not loaded once more for those who require it.
    expect(said).toEqual({ ...one, loaded: name === '--import' ? 0 : 1 });
    expect(lines.filter(({ code }) => code !== undefined)).toEqual([]);
    expect(lines.filter(({ message }) => message === 'plinth started')).toHaveLength(1);
    for (const message of ['required', 'imported'])
      expect(lines.find((line) => line['message'] === message)).toMatchObject({
        correlation_id: 'order-12345678',
        'service.name': 'consumer',
      });
  });
});

test('not started at all: is one SDK, which says so', () => {
  const { status, lines, said } = run([]);
  expect(status).toBe(0);
  expect(said).toMatchObject(one);
  expect(lines.filter(({ code }) => code !== undefined).map(({ code }) => code)).toEqual(['node.not_registered']);
});

test('--require cannot wait for another SDK, and says it', () => {
  writeFileSync(join(project.folder, 'empty.cjs'), '');
  const { status, stderr } = spawnSync(process.execPath, ['--require', '@plinth/node/register', 'empty.cjs'], {
    cwd: project.folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], OTEL_CONFIG_FILE: 'otel.yaml' },
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^node\.config_file_needs_import: .*\n {2}- OTEL_CONFIG_FILE: /);
});

test('an import alone leaves the process as it was', () => {
  const source = `
    const { trace, context } = require('@opentelemetry/api');
    const channels = require('node:diagnostics_channel');
    require('@plinth/node'); require('@plinth/node/queue'); require('@plinth/catalog');
    import('@plinth/node').then(() => {
      const registered = Object.getOwnPropertySymbols(globalThis).filter((symbol) => /opentelemetry|runtime/.test(String(symbol)));
      console.log(registered.length, channels.hasSubscribers('http.server.request.start'));
    });`;
  writeFileSync(join(project.folder, 'alone.cjs'), source);
  const { stdout, stderr } = spawnSync(process.execPath, ['alone.cjs'], {
    cwd: project.folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  expect({ stdout, stderr }).toEqual({ stdout: '0 false\n', stderr: '' });
});
