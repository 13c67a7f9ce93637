// CPU and memory from the start of the process until the server listens.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { stackNames, stacks, startService, type StackName } from './stacks.ts';
import { median, renderPairedRatio, shuffle } from './statistics.ts';

const rounds = 11;

interface Subject {
  readonly name: string;
  readonly stack: StackName;
  readonly env?: Readonly<Record<string, string>>;
  readonly registration?: string;
}

export async function measureStartup(collectorUrl: string): Promise<string> {
  const cache = mkdtempSync(join(tmpdir(), 'plinth-compile-cache-'));
  const cacheEnv = { NODE_COMPILE_CACHE: cache };
  const cached: Subject = { name: 'plinth, NODE_COMPILE_CACHE', stack: 'plinth', env: cacheEnv };
  const folder = mkdtempSync(join(tmpdir(), 'plinth-bundle-'));
  const bundled: Subject = { name: 'plinth, bundled by esbuild', stack: 'plinth', registration: await bundleRegistration(folder) };
  const both: Subject = { ...bundled, name: `${bundled.name}, NODE_COMPILE_CACHE`, env: cacheEnv };
  const subjects: readonly Subject[] = [...stackNames.map((stack) => ({ name: stack, stack })), cached, bundled, both];
  // As an image would be built: one run that ends by itself fills the cache.
  for (const args of [stacks.plinth.execArgv, ['--import', bundled.registration ?? '']]) {
    execFileSync(process.execPath, [...args, '-e', '0'], {
      cwd: join(import.meta.dirname, '..'),
      env: { ...cacheEnv, NODE_ENV: 'production', OTEL_SERVICE_NAME: 'warm-up', PLINTH_ADMIN_PORT: '0' },
      stdio: 'ignore',
      timeout: 20_000,
    });
  }
  const cpu = new Map<string, number[]>(subjects.map(({ name }) => [name, []]));
  const rss = new Map<string, number[]>(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, stack, env = {}, registration } of shuffle(subjects)) {
      const subject = await startService({
        stack,
        server: 'http',
        collectorUrl,
        ratio: 0.1,
        env,
        ...(registration !== undefined && { registration }),
      });
      await subject.stop();
      cpu.get(name)?.push(subject.started.cpuMicroseconds / 1000);
      rss.get(name)?.push(subject.started.rssBytes / 2 ** 20);
    }
  }
  rmSync(cache, { recursive: true });
  rmSync(folder, { recursive: true });
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

/** The SDK with all that it needs; what is loaded only when it is asked for stays in files of its own. */
async function bundleRegistration(folder: string): Promise<string> {
  await build({
    entryPoints: { register: '@plinth/node/register', 'exit-worker': '@plinth/node/exit-worker' },
    absWorkingDir: join(import.meta.dirname, '..'),
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    // CommonJS packages inside ask for Node's modules.
    banner: {
      js: "import { createRequire as createBundleRequire } from 'node:module'; const require = createBundleRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  return join(folder, 'register.mjs');
}
