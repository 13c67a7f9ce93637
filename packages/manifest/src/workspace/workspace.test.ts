import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ManifestError } from '../errors.ts';
import { loadWorkspace } from './workspace.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plinth-workspace-'));
});
afterEach(() => rm(root, { recursive: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}
const service = (name: string, more = ''): string =>
  `version: 1\nname: ${name}\nowner: shop\nkind: http\nport: 8080\nimage: registry.shop.example/${name}\n${more}`;
const platform = (name: string, more = ''): string =>
  `version: 1\nname: ${name}\ncollectorVersion: 0.161.0\nbackends: { all: { type: otlp, endpoint: https://otlp.example.com } }\nenvironments: { local: { topology: local } }\n${more}`;

const load = (start?: string, more = {}) => loadWorkspace({ start, cwd: root, today: new Date('2026-11-30'), ...more });
const namesOf = async (start?: string): Promise<readonly string[]> =>
  (await load(start)).services.map((each) => `${each.file} ${each.manifest.name} ${each.platform?.manifest.name ?? '-'}`);
const codesOf = (start?: string, more = {}): Promise<readonly string[]> =>
  load(start, more).then(
    ({ notices }) => notices.map(({ code, file }) => `${code} ${file}`),
    (error: unknown) => {
      if (!(error instanceof ManifestError)) throw error;
      return error.problems.map(({ code, file, line, path }) => `${code} ${file}:${line} ${path}`);
    },
  );

describe('where services and platforms are found', () => {
  test('a platform manifest lists every plinth.yaml below it, but for installed packages', async () => {
    await put('plinth.platform.yaml', platform('shop'));
    await put('apps/orders/plinth.yaml', service('orders'));
    await put('libs/deep/down/mails/plinth.yaml', service('mails'));
    await put('node_modules/x/plinth.yaml', service('x'));
    await put('apps/orders/node_modules/x/plinth.yaml', service('x'));
    const all = ['apps/orders/plinth.yaml orders shop', 'libs/deep/down/mails/plinth.yaml mails shop'];
    for (const start of [undefined, '.', 'apps', 'libs/deep']) expect(await namesOf(start)).toEqual(all);
    for (const start of ['apps/orders', 'apps/orders/plinth.yaml']) expect(await namesOf(start)).toEqual(all.slice(0, 1));
  });

  test('its patterns are relative to it, and may lead out of its folder', async () => {
    await put('platform/plinth.platform.yaml', platform('shop', "services: ['../*/plinth.yaml', '!../old/plinth.yaml']\n"));
    await put('orders/plinth.yaml', service('orders', 'platform: ../platform\n'));
    await put('old/plinth.yaml', service('old'));
    expect(await namesOf('platform')).toEqual(['orders/plinth.yaml orders shop']);
    expect(await namesOf('orders')).toEqual(['orders/plinth.yaml orders shop']);
  });

  test('the platform of a service is the nearest above it, wherever the search began; one that lists it comes after that', async () => {
    await put('plinth.platform.yaml', platform('shop'));
    await put('orders/plinth.yaml', service('orders'));
    await put('sub/plinth.platform.yaml', platform('nested', "services: ['**/plinth.yaml', '../../elsewhere/plinth.yaml']\n"));
    await put('sub/mails/plinth.yaml', service('mails'));
    expect(await namesOf()).toEqual(['orders/plinth.yaml orders shop', 'sub/mails/plinth.yaml mails nested']);
    for (const start of ['sub', 'sub/mails']) expect(await namesOf(start)).toEqual(['sub/mails/plinth.yaml mails nested']);
    await rm(join(root, 'plinth.platform.yaml'));
    await put('sub/plinth.platform.yaml', platform('nested', "services: ['../orders/plinth.yaml']\n"));
    expect(await namesOf('sub')).toEqual(['orders/plinth.yaml orders nested']);
  });

  test('a pattern names files: a folder that it names is not searched for any file', async () => {
    await put(
      'plinth.platform.yaml',
      platform('shop', `services: [apps/a, apps/*, '**/plinth.yaml', './apps/a/plinth.yaml', '../${basename(root)}/apps/a/plinth.yaml']\n`),
    );
    await put('apps/a/plinth.yaml', service('a'));
    await put('apps/a/package.json', '{}');
    await put('apps/ü [x] #1/plinth.yaml', service('b'));
    expect(await namesOf()).toEqual(['apps/a/plinth.yaml a shop', 'apps/ü [x] #1/plinth.yaml b shop']);
  });

  test('one service in one repository, with the platform as an npm package, as a path, as an option, and without', async () => {
    await put('plinth.yaml', service('orders'));
    expect(await namesOf()).toEqual(['plinth.yaml orders -']);
    expect(await codesOf()).toEqual(['manifest.platform_missing plinth.yaml']);

    await put('node_modules/@acme/platform/plinth.platform.yaml', platform('acme'));
    await put('plinth.yaml', service('orders', "platform: '@acme/platform'\n"));
    expect(await namesOf()).toEqual(['plinth.yaml orders acme']);
    expect(await codesOf()).toEqual([]);

    await put('elsewhere/p.yaml', platform('elsewhere'));
    await put('plinth.yaml', service('orders', 'platform: elsewhere/p.yaml\n'));
    expect(await namesOf()).toEqual(['plinth.yaml orders elsewhere']);
    const { services } = await load('.', { platform: '@acme/platform' });
    expect(services[0]?.platform?.manifest.name).toBe('acme');

    await put('plinth.platform.yaml', platform('here'));
    expect(await namesOf()).toEqual(['plinth.yaml orders elsewhere']);
    await put('plinth.yaml', service('orders'));
    expect(await namesOf()).toEqual(['plinth.yaml orders here']);
  });

  test('without a platform every plinth.yaml below counts, and each is told of', async () => {
    await put('a/plinth.yaml', service('a'));
    await put('b/plinth.yaml', service('b'));
    expect(await codesOf()).toEqual(['manifest.platform_missing a/plinth.yaml', 'manifest.platform_missing b/plinth.yaml']);
  });

  test('a path where nothing is stands for no other services', async () => {
    await put('plinth.platform.yaml', platform('shop'));
    await put('apps/orders/plinth.yaml', service('orders'));
    for (const start of ['apps/ordres', 'apps/orders/plinth.yml'])
      expect(await codesOf(start)).toEqual([`manifest.file_unreadable ${start}:1 `]);
  });

  test('what is not there is said', async () => {
    expect(await codesOf()).toEqual(['manifest.services_not_found .:1 ']);
    await put('plinth.platform.yaml', platform('shop', 'services: [apps/*/plinth.yml]\n'));
    expect(await codesOf()).toEqual(['manifest.services_not_found plinth.platform.yaml:1 ']);
    await put('apps/orders/plinth.yaml', service('orders', "platform: '@acme/platform'\n"));
    expect(await codesOf('apps/orders')).toEqual(['manifest.platform_not_found apps/orders/plinth.yaml:7 platform']);
    expect(await codesOf('apps/orders', { platform: 'nowhere' })).toEqual(['manifest.platform_not_found nowhere:1 ']);
  });
});

describe('services together', () => {
  test('every problem of every file at once', async () => {
    await put('plinth.platform.yaml', platform('shop').replace('topology: local', 'topology: locl'));
    await put('a/plinth.yaml', service('a').replace('port: 8080', 'port: many'));
    await put('b/plinth.yaml', service('b').replace('kind: http', 'kind: htp'));
    expect(await codesOf()).toEqual([
      'manifest.value_not_allowed plinth.platform.yaml:5 environments.local.topology',
      'manifest.type_wrong a/plinth.yaml:5 port',
      'manifest.value_not_allowed b/plinth.yaml:4 kind',
    ]);
  });

  test('two of one name, one that nobody has, a circle of critical ones', async () => {
    await put('plinth.platform.yaml', platform('shop'));
    await put('a/plinth.yaml', service('orders', 'dependsOn: { pay: { service: payment } }\n'));
    await put('b/plinth.yaml', service('orders'));
    await put('c/plinth.yaml', service('payments', 'dependsOn: { fraud: { service: fraud, critical: true } }\n'));
    await put('d/plinth.yaml', service('fraud', 'dependsOn: { pay: { service: payments, critical: true } }\n'));
    expect(await codesOf()).toEqual([
      'manifest.service_twice b/plinth.yaml:2 name',
      'manifest.service_unknown a/plinth.yaml:7 dependsOn.pay.service',
      'manifest.dependency_cycle d/plinth.yaml:7 dependsOn.pay',
    ]);
    await rm(join(root, 'b'), { recursive: true });
    await put('a/plinth.yaml', service('orders', 'dependsOn: { pay: { service: payments } }\n'));
    await put('d/plinth.yaml', service('fraud', 'dependsOn: { pay: { service: payments } }\n'));
    expect(await codesOf()).toEqual([]);
  });

  test('a service of another repository is no mistake where nobody knows all services', async () => {
    await put('a/plinth.yaml', service('orders', 'dependsOn: { pay: { service: payments, critical: true } }\n'));
    expect(await codesOf()).toEqual(['manifest.platform_missing a/plinth.yaml']);
  });
});
