// Every `npx plinth` command of the documents, run: from a checkout in which nothing is built, with the files that the documents speak of.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const bin = join(root, 'packages/cli/bin/plinth.js');
const folder = mkdtempSync(join(tmpdir(), 'plinth-doc-commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pages = globSync(['README.md', 'CONTRIBUTING.md', 'docs/**/*.md', 'packages/*/README.md', 'apps/*/README.md'], { cwd: root });
const shellBlock = /```sh\n([\s\S]*?)```/g;
const commands = pages.flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(shellBlock)].flatMap(([, block = '']) =>
    block
      .split('\n')
      .map((line) => /^(?:npx )?plinth (.+?)\s*(?:#.*)?$/.exec(line)?.[1] ?? '')
      .filter((command) => command !== '' && !/[<[]/.test(command))
      .map((command) => ({ page, command })),
  ),
);

beforeAll(() => {
  // The page has the files whole, under their names.
  for (const [, text = '', name = ''] of readFileSync(join(root, 'docs/collector.md'), 'utf8').matchAll(
    /```yaml\n(# (\S+\.yaml)\n[\s\S]*?)```/g,
  ))
    writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, 'apps'));
  for (const app of ['storefront', 'payments', 'fulfilment'])
    cpSync(join(root, 'apps', app), join(folder, 'apps', app), { recursive: true, filter: (path) => !path.includes('node_modules') });
  mkdirSync(join(folder, 'apps/shop'));
  cpSync(join(root, 'apps/shop/plinth.platform.yaml'), join(folder, 'apps/shop/plinth.platform.yaml'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'values.yaml'), 'mode: deployment\nconfig: {}\n');
  plinth('collector render --out collector');
  plinth('catalog --out deploy');
  mkdirSync(join(folder, 'main/deploy'), { recursive: true });
  cpSync(join(folder, 'deploy'), join(folder, 'main/deploy'), { recursive: true });
  cpSync(join(folder, 'deploy/catalog/storefront.json'), join(folder, 'old.json'));
});

/** By a shell, as a reader would: the commands have patterns of file names. */
function plinth(command: string) {
  const { NODE_OPTIONS: _options, ...env } = process.env;
  return spawnSync('sh', ['-c', `"${process.execPath}" "${bin}" ${command}`], { cwd: folder, encoding: 'utf8', env });
}

test('the commands are found', () => expect(commands.length).toBeGreaterThan(10));

test.each([...new Map(commands.map((each) => [each.command, each])).values()])('$page: plinth $command', ({ command }) => {
  const { status, stdout, stderr } = plinth(command);
  // 2 is wrong usage. 1 is a finding, and 3 says that no Collector is on this machine.
  expect([0, 1, 3], stderr).toContain(status);
  expect(stdout + stderr).not.toMatch(/unknown (command|option)|ENOENT|^\s+at .*:\d+:\d+\)?$/m);
});

test('npm ci links the command, built or not', () => {
  const output = execFileSync('npx', ['--no', '--', 'plinth', 'catalog', '--help'], { cwd: root, encoding: 'utf8' });
  expect(output).toContain('Usage: plinth catalog');
});
