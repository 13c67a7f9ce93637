// Real processes that are set up wrongly: each gets its own diagnosis and no other; good ones get none.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { errorTable } from '../../src/errors.ts';
import { doctorCases, startAnswering, type DoctorCase } from './doctor-cases.ts';

// Inside the package, so that a fixture finds the SDK as a service does.
const root = join(import.meta.dirname, '../../.doctor');
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Diagnosed {
  readonly code: string;
  readonly problem: string;
  readonly remedy: string;
}

// Notices of what was lost are no diagnoses: a Collector that refuses is told by both.
const isDiagnosis = (code: unknown): boolean => typeof code === 'string' && code !== 'node.export_failed';

/** Starts the service, asks it once, tells it to end. */
async function diagnose(row: DoctorCase): Promise<{ readonly diagnosed: readonly Diagnosed[]; readonly stderr: string }> {
  const folder = join(root, row.name.replaceAll(/[^a-z]+/gi, '-'));
  for (const [file, text] of Object.entries({ ...row.files, [row.file]: row.source })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const collector = await startAnswering(row.answer ?? { status: 200 });
  const child = spawn(process.execPath, [...(row.args ?? ['--import', '@plinth/node/register']), row.file], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      PLINTH_ADMIN_PORT: '0',
      PLINTH_SHUTDOWN_TIMEOUT: '500',
      OTEL_BSP_SCHEDULE_DELAY: '20',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      ...row.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const lines = (): Record<string, unknown>[] =>
    stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const found = (): Record<string, unknown>[] => lines().filter(({ code }) => isDiagnosis(code));
  const ended = once(child, 'close');
  try {
    const url = (): unknown => lines().find(({ message }) => message === 'listening')?.['url'];
    await until(() => url() !== undefined || child.exitCode !== null);
    expect(url(), stderr).toBeDefined();
    await (await fetch(String(url()))).text();
    // A good service has been answered by the Collector; a broken one has said what it can say while it runs.
    const expected = row.lingersMs === undefined ? row.codes.length : 0;
    await until(() => (expected === 0 ? collector.answered() > 0 : found().length >= expected));
    const isTraced = (message: string): boolean => lines().some((line) => line['message'] === message && line['trace_id'] !== undefined);
    await until(() => (row.traced ?? []).every(isTraced));
    child.kill('SIGTERM');
    if (row.lingersMs !== undefined) {
      await until(() => found().length > 0);
      child.kill('SIGKILL');
    }
    await ended;
  } finally {
    child.kill('SIGKILL');
    collector.server.closeAllConnections();
    collector.server.close();
  }
  return { diagnosed: found() as unknown as Diagnosed[], stderr };
}

/** Resolves when it is true. The timeout of the test says that it never was. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10));
}

test.concurrent.each(doctorCases)('$name: $codes', { timeout: 60_000 }, async (row) => {
  const { diagnosed, stderr } = await diagnose(row);
  expect(stderr).toBe('');
  expect(diagnosed.map(({ code }) => code)).toEqual(row.codes);
  for (const { code, problem, remedy } of diagnosed) {
    expect(problem).toMatch(row.problem ?? /./);
    expect(problem).not.toContain('\n');
    expect(remedy).toBe(errorTable[code as keyof typeof errorTable].remedy);
  }
});

// The doctor that is asked, instead of the one that speaks up.
const asking = `import { doctor } from '@plinth/node/doctor';
const codes = (await doctor()).map(({ code, message, remedy }) => [code, message !== '' && remedy !== '']);
process.stdout.write(JSON.stringify({ message: 'asked', codes }) + '\\n');
process.exit(0);`;

test.each([
  ['a good process', ['--import', '@plinth/node/register'], {}, []],
  ['a process whose SDK is disabled', ['--import', '@plinth/node/register'], { OTEL_SDK_DISABLED: 'true' }, []],
  ['a process without the SDK', [], {}, [['node.not_registered', true]]],
  ['a variable that is not read', ['--import', '@plinth/node/register'], { OTEL_FOO: '1' }, [['node.variable_ignored', true]]],
])('doctor() in %s', (_name, args, env, codes) => {
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'ask.mjs'), asking);
  const { stdout } = spawnSync(process.execPath, [...args, 'ask.mjs'], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], PLINTH_ADMIN_PORT: '0', OTEL_TRACES_EXPORTER: 'none', ...env },
  });
  const asked = stdout.split('\n').find((line) => line.includes('"asked"')) ?? '{}';
  expect(JSON.parse(asked)).toEqual({ message: 'asked', codes });
});
