import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCommandLine } from '../command-line.ts';

let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'plinth-catalog-')));
  symlinkSync(join(import.meta.dirname, '../../../../node_modules'), at('node_modules'));
  put('orders/plinth.yaml', manifest('orders'));
  put('orders/src/telemetry.ts', module());
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (path: string): string => join(folder, path);
function put(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}
const manifest = (name: string): string =>
  `version: 1\nname: ${name}\nowner: shop\nkind: http\nport: 8080\nimage: registry.shop.example/${name}\n`;
const module = (unit = '{order}'): string => `
import { defineTelemetry } from '@plinth/catalog';
import { bindTelemetry } from '@plinth/node';
export const { metrics } = bindTelemetry(
  defineTelemetry({ metrics: { 'order.taken': { type: 'counter', unit: '${unit}', help: 'Orders', owner: 'shop', labels: { channel: { values: ['web', 'app'] } } } } }),
);
`;

async function run(...args: readonly string[]) {
  let [out, error] = ['', ''];
  const terminal = { write: (text: string) => void (out += text), writeError: (text: string) => void (error += text), env: process.env };
  const code = await createCommandLine({ ...terminal, cwd: folder, now: () => new Date('2026-11-30') }).run(['catalog', ...args]);
  return { code, out, error };
}

describe('plinth catalog', () => {
  test('prints what a service counts, by both names, and says that there is no platform', async () => {
    for (const path of ['orders', 'orders/plinth.yaml', 'orders/src/../plinth.yaml'])
      expect(await run(path)).toEqual({
        code: 0,
        out: 'orders (orders/plinth.yaml)\n  counter order.taken, {order}: Orders (shop)\n    order_taken_total by channel: web | app\n',
        error: expect.stringContaining('note: orders/plinth.yaml:1:1 manifest.platform_missing: expected a platform manifest, got none; '),
      });
    expect(JSON.parse((await run('orders', '--json')).out)).toMatchObject({ version: 1, service: 'orders', events: {} });
  });

  test('a service without a catalog is a finding, and the others are printed', async () => {
    put('mails/plinth.yaml', manifest('mails'));
    expect(await run()).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^mails \(mails\/plinth\.yaml\): no catalog\n\norders/),
      error: expect.stringContaining('manifest.catalog_missing'),
    });
    expect(JSON.parse((await run('--json')).out)).toHaveLength(1);
    expect(JSON.parse((await run('mails', '--json')).out)).toBeNull();
  });

  test('a problem of a manifest is a finding, a folder without services too', async () => {
    put('orders/plinth.yaml', manifest('orders').replace('kind: http', 'kind: htp'));
    expect(await run()).toMatchObject({ code: 1, error: expect.stringContaining('orders/plinth.yaml:4:7 manifest.value_not_allowed') });
    rmSync(at('orders'), { recursive: true });
    expect(await run()).toMatchObject({ code: 1, error: expect.stringContaining('manifest.services_not_found') });
  });

  test('writes one file a service, keeps hand edits, and checks', async () => {
    expect(await run('--out', at('deploy'))).toMatchObject({ code: 0, out: expect.stringContaining('1 files, 1 changed') });
    expect(await run('--out', at('deploy'), '--check')).toMatchObject({ code: 0, out: '1 files are as rendered\n' });
    put('orders/src/telemetry.ts', module('{thing}'));
    expect(await run('--out', at('deploy'), '--check')).toMatchObject({ code: 1, error: expect.stringContaining('orders.json: changed') });
    writeFileSync(at('deploy/catalog/orders.json'), '{}');
    expect(await run('--out', at('deploy'))).toMatchObject({ code: 1, error: expect.stringContaining('artefact.edited') });
    expect(readFileSync(at('deploy/catalog/orders.json'), 'utf8')).toBe('{}');
  });

  test.each(['--check', '--force'])('%s without a folder is a mistake in the call', async (option) => {
    expect(await run(option)).toMatchObject({ code: 2, out: '', error: expect.stringContaining(`${option} is about files`) });
  });

  test('the file of a service whose module broke stays', async () => {
    await run('--out', at('deploy'));
    put('orders/src/telemetry.ts', 'throw new Error("no database");\n');
    expect(await run('--out', at('deploy'))).toMatchObject({ code: 1, error: expect.stringContaining('no database') });
    expect(readFileSync(at('deploy/catalog/orders.json'), 'utf8')).toContain('order.taken');
  });
});

describe('plinth catalog diff', () => {
  test('names what breaks, between files, folders and services', async () => {
    await run('--out', at('before'));
    put('orders/src/telemetry.ts', module('{thing}').replace("'web', 'app'", "'web', 'till'"));
    await run('--out', at('after'));
    const said = {
      code: 1,
      out: [
        'BREAKING orders: metrics["order.taken"].labels.channel lost the values app',
        'ok       orders: metrics["order.taken"].labels.channel has the new values till',
        'BREAKING orders: metrics["order.taken"].unit was {order} and is {thing} now',
        '3 changes, 2 breaking\n',
      ].join('\n'),
      error: '',
    };
    for (const [before, after] of [
      ['before/catalog', 'after/catalog'],
      ['before/catalog/orders.json', 'after/catalog/orders.json'],
      ['before/catalog', 'orders'],
    ] as const)
      expect(await run('diff', before, after)).toEqual(said);
    expect(await run('diff', 'after/catalog', '.')).toEqual({ code: 0, out: '0 changes, 0 breaking\n', error: '' });
    expect(JSON.parse((await run('diff', 'before/catalog', '.', '--json')).out)).toMatchObject({ changes: [{ breaking: true }, {}, {}] });
  });

  test('a service that is gone breaks, a new one does not', async () => {
    await run('--out', at('before'));
    put('mails/plinth.yaml', manifest('mails'));
    put('mails/src/telemetry.ts', module().replace('order.taken', 'mail.sent'));
    await run('--out', at('after'));
    expect(await run('diff', 'before/catalog', 'after/catalog')).toMatchObject({
      code: 0,
      out: expect.stringContaining('ok       mails: catalog was added'),
    });
    rmSync(at('after/catalog/orders.json'));
    put('after/catalog/third.json', readFileSync(at('after/catalog/mails.json'), 'utf8').replace('"mails"', '"third"'));
    expect(await run('diff', 'before/catalog', 'after/catalog')).toMatchObject({
      code: 1,
      out: expect.stringContaining('BREAKING orders: catalog was removed'),
    });
  });

  test('the folder of a service is its module, whatever JSON lies beside it', async () => {
    const { out } = await run('orders', '--json');
    put('old.json', out);
    put('orders/old.json', out);
    put('orders/src/telemetry.ts', module('{thing}'));
    expect(await run('diff', 'old.json', 'orders')).toMatchObject({ code: 1, out: expect.stringContaining('1 changes, 1 breaking') });
  });

  test('what is no catalog, or one of a later release, is never an empty catalog', async () => {
    const { out } = await run('orders', '--json');
    put('later/orders.json', out.replace('"version": 1', '"version": 2'));
    for (const path of ['later', 'later/orders.json'])
      expect(await run('diff', path, 'orders')).toMatchObject({
        code: 1,
        error: expect.stringContaining('later/orders.json:1:1 manifest.catalog_invalid: version: expected 1, got 2; use the release that'),
      });
    for (const text of ['[1]', 'null', '7']) {
      put('no-catalog.json', text);
      expect(await run('diff', 'no-catalog.json', 'orders')).toMatchObject({
        code: 1,
        error: expect.stringContaining('manifest.catalog_invalid'),
      });
    }
    put('marked.json', `\uFEFF${out}`);
    expect(await run('diff', 'marked.json', 'orders')).toMatchObject({ code: 0 });
  });

  test('what cannot be read is said', async () => {
    expect(await run('diff', 'nowhere', 'orders')).toMatchObject({
      code: 2,
      error: expect.stringContaining('nowhere:1:1 manifest.file_unreadable'),
    });
    put('broken.json', '{');
    put('wrong.json', '{ "metrics": { "Orders": {} } }');
    expect(await run('diff', 'broken.json', 'orders')).toMatchObject({
      code: 1,
      error: expect.stringContaining('broken.json:1:1 manifest.catalog_invalid: expected JSON'),
    });
    expect(await run('diff', 'wrong.json', 'orders')).toMatchObject({
      code: 1,
      error: expect.stringContaining('wrong.json:1:1 manifest.catalog_invalid: metrics.Orders'),
    });
    expect(await run('diff', 'none.json', 'orders')).toMatchObject({ code: 2, error: expect.stringContaining('manifest.file_unreadable') });
    expect(await run('diff', 'orders')).toMatchObject({ code: 2 });
  });
});
