import { expect, test } from 'vitest';
import { findProcessKind } from './process-kind.ts';

const kindOf = (mainFile: string | undefined, execArgv: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
  findProcessKind({ argv: mainFile === undefined ? ['node'] : ['node', mainFile], execArgv, env });

test.each([
  '/usr/lib/node_modules/npm/bin/npm-cli.js',
  '/usr/share/nodejs/npm/bin/npx-cli.js',
  '/root/.cache/node/corepack/v1/pnpm/10.1.0/bin/pnpm.cjs',
  '/app/.yarn/releases/yarn-4.9.1.cjs',
  '/app/node_modules/nodemon/bin/nodemon.js',
  '/app/node_modules/.pnpm/tsx@4.20.0/node_modules/tsx/dist/cli.mjs',
  '/app/node_modules/nx/dist/bin/nx.js',
  '/app/node_modules/@nestjs/cli/bin/nest.js',
  '/app/node_modules/pm2/lib/Daemon.js',
  'C:\\app\\node_modules\\concurrently\\dist\\bin\\concurrently.js',
])('%s starts other programs', (file) => expect(kindOf(file)).toBe('launcher'));

test.each([
  '/app/dist/main.js',
  '/app/src/npm.js',
  '/app/dist',
  '/app/node_modules/next/dist/bin/next',
  '/app/node_modules/@nx/js/dist/src/executors/node/node-with-require-overrides.js',
  '/app/node_modules/pm2/lib/ProcessContainerFork.js',
  '/app/node_modules/ts-node/dist/bin.js',
  '-',
])('%s is a service', (file) => expect(kindOf(file)).toBe('service'));

test.each<[string, string | undefined, readonly string[], Readonly<Record<string, string>>]>([
  ['node -p', undefined, ['-p', '1'], {}],
  ['node -e with an argument', 'argument', ['-e', '1'], {}],
  ['the prompt', undefined, [], {}],
  ['node --check', '/app/main.js', ['--check'], {}],
  ['a test file', '/app/a.test.js', [], { NODE_TEST_CONTEXT: 'child-v8' }],
])('%s is a script', (_name, file, nodeArguments, environment) => expect(kindOf(file, nodeArguments, environment)).toBe('script'));
