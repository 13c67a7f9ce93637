// CPU and memory from the start of the process until the server listens.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stackNames, stacks, startService, type StackName } from './stacks.ts';
import { median, renderPairedRatio, shuffle } from './statistics.ts';

const rounds = 11;

interface Subject {
  readonly name: string;
  readonly stack: StackName;
  readonly env?: Readonly<Record<string, string>>;
}

export async function measureStartup(collectorUrl: string): Promise<string> {
  const cache = mkdtempSync(join(tmpdir(), 'plinth-compile-cache-'));
  const cached: Subject = { name: 'plinth, NODE_COMPILE_CACHE', stack: 'plinth', env: { NODE_COMPILE_CACHE: cache } };
  const subjects: readonly Subject[] = [...stackNames.map((stack) => ({ name: stack, stack })), cached];
  // As an image would be built: one run that ends by itself fills the cache.
  execFileSync(process.execPath, [...stacks.plinth.execArgv, '-e', '0'], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...cached.env, NODE_ENV: 'production', OTEL_SERVICE_NAME: 'warm-up', PLINTH_ADMIN_PORT: '0' },
  });
  const cpu = new Map<string, number[]>(subjects.map(({ name }) => [name, []]));
  const rss = new Map<string, number[]>(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, stack, env = {} } of shuffle(subjects)) {
      const subject = await startService({ stack, server: 'http', collectorUrl, ratio: 0.1, env });
      await subject.stop();
      cpu.get(name)?.push(subject.started.cpuMicroseconds / 1000);
      rss.get(name)?.push(subject.started.rssBytes / 2 ** 20);
    }
  }
  rmSync(cache, { recursive: true });
  const bare = cpu.get('bare') ?? [];
  const rows = subjects.map(({ name }) => {
    const values = cpu.get(name) ?? [];
    return `| ${name} | ${median(values).toFixed(0)} | ${renderPairedRatio(values, bare)} | ${median(rss.get(name) ?? []).toFixed(0)} |`;
  });
  return [
    `## Start-up: process start until node:http listens (${rounds} interleaved rounds)`,
    '',
    '| | CPU ms, median | × bare, paired median (quartiles) | RSS MiB, median |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    'Goal: at most 2.5 × bare.',
  ].join('\n');
}
