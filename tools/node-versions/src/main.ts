// `npm run test:node-versions [-- version…]`: the tests with real processes of @plinth/node, on each version of Node.
// Needs the packages built. The test runner and the services it starts run on the version under test.
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installNode } from './node-binary.ts';

/** The oldest that is supported, the newest of its line, the one Plinth is developed on, the newest. */
const supported = ['22.18.0', '22.23.3', '24.21.0', '26.10.0'];

const project = join(import.meta.dirname, '../../../packages/node');
const vitest = join(import.meta.dirname, '../../../node_modules/vitest/vitest.mjs');
const asked = process.argv.slice(2);
let failed = false;
for (const version of asked.length > 0 ? asked : supported) {
  const binary = installNode(version);
  const found = execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim();
  if (found !== `v${version}`) throw new Error(`node@${version} is ${found}`);
  const before = performance.now();
  const { status, stdout, stderr } = spawnSync(binary, [vitest, 'run', 'test/e2e', '--reporter=dot'], {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  const seconds = ((performance.now() - before) / 1000).toFixed(0);
  const tests = /^\s*Tests\s+(.*)$/m.exec(stdout)?.[1] ?? 'no tests ran';
  console.log(`${status === 0 ? 'ok' : 'FAILED'}: Node ${version}: ${tests} (${seconds} s)`);
  if (status !== 0) {
    failed = true;
    console.log(stdout, stderr);
  }
}
process.exitCode = failed ? 1 : 0;
