// What every published package says of itself, and what its README links to. The root package.json has the address of the repository.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly keywords: readonly string[];
  readonly homepage: string;
  readonly bugs: { readonly url: string };
  readonly repository: { readonly type: string; readonly url: string; readonly directory?: string };
  readonly files: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
  readonly publishConfig: { readonly access: string };
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const readManifest = (folder: string): PackageManifest => JSON.parse(read(join(folder, 'package.json'))) as PackageManifest;

const folders = globSync('packages/*/package.json', { cwd: root }).map((path) => path.slice(0, -'/package.json'.length));
const workspace = readManifest('.');
const address = workspace.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
const [catalog] = folders.filter((folder) => folder === 'packages/catalog').map(readManifest);

test('the packages are found', () => expect(folders.length).toBeGreaterThanOrEqual(7));

test('the address of the repository is one', () => {
  expect(address).toMatch(/^https:\/\/github\.com\/[\w-]+\/[\w-]+$/);
  expect(workspace).toMatchObject({ homepage: `${address}#readme`, bugs: { url: `${address}/issues` } });
});

describe.each(folders)('%s', (folder) => {
  const manifest = readManifest(folder);

  test('says where it comes from, and is published under the same terms as the others', () => {
    expect(manifest).toMatchObject({
      license: 'Apache-2.0',
      version: catalog?.version,
      homepage: `${address}/tree/main/${folder}#readme`,
      bugs: { url: `${address}/issues` },
      repository: { type: 'git', url: `git+${address}.git`, directory: folder },
      engines: { node: '>=22.18' },
      publishConfig: { access: 'public' },
    });
    expect(manifest.description).toMatch(/^[A-Z`a-z].*\.$/);
    expect(manifest.keywords).toContain('plinth');
    expect(manifest.keywords.length).toBeGreaterThan(3);
    expect(new Set(manifest.keywords).size).toBe(manifest.keywords.length);
  });

  test('has the licence, and a notice that begins as that of the repository', () => {
    expect(read(join(folder, 'LICENSE'))).toBe(read('LICENSE'));
    expect(read(join(folder, 'NOTICE')).startsWith(read('NOTICE'))).toBe(true);
    expect(manifest.files).toContain('NOTICE');
  });

  test('is built before it is packed', () => expect(manifest.scripts).toMatchObject({ build: 'tsdown', prepack: 'npm run build' }));

  test('its README links to what a reader on npm can open', () => {
    expect(findBrokenLinks(folder, read(join(folder, 'README.md')), manifest.files)).toEqual([]);
  });
});

/** Links of a README that lead nowhere, where the README is read outside of the repository. */
function findBrokenLinks(folder: string, readme: string, files: readonly string[]): string[] {
  const targets = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target).filter((target) => !target.startsWith('#'));
  return targets.filter((target) => {
    const [path = ''] = target.split('#');
    if (path.startsWith(`${address}/`)) {
      const inside = /^\/(?:blob|tree)\/main\/(.+)$/.exec(path.slice(address.length))?.[1];
      return inside !== undefined && !existsSync(join(root, inside));
    }
    if (/^https?:/.test(path)) return false;
    // A relative link works on npm where it stays in the package and the package publishes the file.
    return normalize(path).startsWith('..') || !files.includes(normalize(path)) || !existsSync(join(root, folder, path));
  });
}

test('a broken link is found', () => {
  const readme = `[a](../../docs/errors.md) [b](${address}/blob/main/docs/nothing.md) [c](src/index.ts) [d](${address}/blob/main/docs/errors.md#x) [e](#there)`;
  expect(findBrokenLinks('packages/node', readme, ['NOTICE'])).toEqual([
    '../../docs/errors.md',
    `${address}/blob/main/docs/nothing.md`,
    'src/index.ts',
  ]);
});
