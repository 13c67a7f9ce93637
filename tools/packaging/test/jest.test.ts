// Tests of a service that imports the SDK, under Jest in each of its modes: Jest loads every module itself, and hides much of Node.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPackedProject, type PackedProject } from './packed-project.ts';

const modules = join(import.meta.dirname, '../../../node_modules');
let project: PackedProject;
beforeAll(() => (project = createPackedProject(['catalog', 'node'])));
afterAll(() => project.remove());

interface Mode {
  readonly name: string;
  readonly file: string;
  readonly packageJson: object;
  readonly config: object;
  readonly execArgv?: readonly string[];
  /** Whether Jest is asked for its functions by import. Otherwise they are global. */
  readonly imports?: boolean;
  /** Whether the test is written with `require`. */
  readonly requires?: boolean;
}

const tsJest = (tsconfig: object): object => ({ transform: { '^.+\\.ts$': ['ts-jest', { tsconfig }] } });
const strict = { target: 'es2023', strict: true, esModuleInterop: true, skipLibCheck: true, types: ['jest', 'node'] };
const modes: readonly Mode[] = [
  { name: 'CommonJS', file: 'unit.test.js', packageJson: {}, config: {}, requires: true },
  {
    name: 'Babel, ES module syntax',
    file: 'unit.test.js',
    packageJson: { babel: { plugins: [join(modules, '@babel/plugin-transform-modules-commonjs')] } },
    config: {},
  },
  {
    name: 'ts-jest, nodenext',
    file: 'unit.test.ts',
    packageJson: {},
    config: tsJest({ ...strict, module: 'nodenext', isolatedModules: true }),
  },
  {
    name: 'ts-jest with all types, CommonJS',
    file: 'unit.test.ts',
    packageJson: {},
    config: tsJest({ ...strict, module: 'commonjs', moduleResolution: 'node10' }),
  },
  {
    name: 'VM modules',
    file: 'unit.test.mjs',
    packageJson: { type: 'module' },
    config: { transform: {} },
    execArgv: ['--experimental-vm-modules', '--no-warnings'],
    imports: true,
  },
];

const names = {
  '@plinth/node': 'bindTelemetry, correlation, flush, logger, span',
  '@plinth/node/queue': 'sendJob',
  '@plinth/node/testing': 'captureTelemetry, telemetryMatchers',
  '@plinth/catalog': 'defineTelemetry',
};

function writeTest({ imports, requires }: Mode): string {
  const load = ([from, what]: readonly [string, string]): string =>
    requires === true ? `const { ${what} } = require('${from}');` : `import { ${what} } from '${from}';`;
  return `
${[...(imports === true ? [['@jest/globals', 'expect, test'] as const] : []), ...Object.entries(names)].map(load).join('\n')}
expect.extend(telemetryMatchers);
const { events } = bindTelemetry(defineTelemetry({ events: { 'order.placed': { help: 'An order', owner: 'shop', fields: { sku: { type: 'string', class: 'public' } } } } }));
const work = () => span('work', { a: 1 }, async () => {
  logger.info('working');
  events.emit('order.placed', { sku: 'MUG' });
  return sendJob({ system: 'mine', destination: 'mails' }, async (headers) => headers.traceparent);
});
test('what work does is captured', async () => {
  const telemetry = await captureTelemetry(() => correlation.run(work, 'order-12345678'));
  expect(telemetry).toHaveSpan('work', { a: 1 });
  expect(telemetry).toHaveLogged({ message: 'working', correlation_id: 'order-12345678' });
  expect(telemetry).toHaveEmitted('order.placed', { sku: expect.any(String) });
  expect(telemetry).not.toHaveSpan('play');
  expect(telemetry.spans.map(({ kind }) => kind)).toEqual(['producer', 'internal']);
});
test('what fails says what there was', async () => {
  const telemetry = await captureTelemetry(work);
  expect(() => expect(telemetry).toHaveSpan('play')).toThrow(/span play .*\\n.*work/s);
});
`;
}

test.each(modes)('$name', (mode) => {
  const { name, file, packageJson, config, execArgv = [] } = mode;
  const folder = join(project.folder, name.replaceAll(/\W+/g, '-'));
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'tested', ...packageJson }));
  writeFileSync(join(folder, 'jest.config.json'), JSON.stringify({ ...config, haste: { enableSymlinks: true }, watchman: false }));
  writeFileSync(path, writeTest(mode));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      ...execArgv,
      join(modules, 'jest/bin/jest.js'),
      '--ci',
      '--watchman=false',
      '--testRegex',
      'unit\\.test',
      '--config',
      'jest.config.json',
    ],
    { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: process.env['HOME'] } },
  );
  expect(stderr).toContain('Tests:       2 passed, 2 total');
  // Nothing is written to the output of the tests, and nothing is told about a service that is not started.
  expect(stdout).toBe('');
  expect(status).toBe(0);
});
