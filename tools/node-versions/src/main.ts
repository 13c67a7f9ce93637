// `npm run test:node-versions [-- version…]`: the tests whose processes depend on Node, on each version of Node.
// Needs the packages built. The test runner and the services it starts run on the version under test.
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installNode } from './node-binary.ts';

/** The oldest that is supported, the newest of its line, the one Plinth is developed on, the newest. */
const supported = ['22.18.0', '22.23.3', '24.21.0', '26.10.0'];

/** The SDK in real services, and the process that loads the modules of services. */
const suites = [
  { project: 'packages/node', tests: 'test/e2e' },
  { project: 'packages/manifest', tests: 'src/catalogs' },
] as const;

const root = join(import.meta.dirname, '../../..');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const asked = process.argv.slice(2);
let failed = false;
for (const version of asked.length > 0 ? asked : supported) {
  const binary = installNode(version);
  const found = execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim();
  if (found !== `v${version}`) throw new Error(`node@${version} is ${found}`);
  for (const { project, tests } of suites) {
    const before = performance.now();
    const { status, stdout, stderr } = spawnSync(binary, [vitest, 'run', tests, '--reporter=dot'], {
      cwd: join(root, project),
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    const seconds = ((performance.now() - before) / 1000).toFixed(0);
    const counts = /^\s*Tests\s+(.*)$/m.exec(stdout)?.[1] ?? 'no tests ran';
    console.log(`${status === 0 ? 'ok' : 'FAILED'}: ${project} on Node ${version}: ${counts} (${seconds} s)`);
    if (status !== 0) {
      failed = true;
      console.log(stdout, stderr);
    }
  }
}
process.exitCode = failed ? 1 : 0;
