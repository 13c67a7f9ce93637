import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plinth-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s ends the Collector too, with code %i', { timeout: 30_000 }, async (signal, expected) => {
  const [binary, config, pidFile] = ['otelcol', 'collector.yaml', 'pid'].map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(binary, `#!/bin/sh\necho $$ > ${pidFile}\nexec sleep 60\n`, { mode: 0o755 });
  writeFileSync(
    config,
    'receivers: { otlp: { protocols: { grpc: } } }\nexporters: { debug: }\nservice: { pipelines: { traces: { receivers: [otlp], exporters: [debug] } } }\n',
  );
  const main = spawn(
    process.execPath,
    ['--conditions=@plinth/source', join(import.meta.dirname, 'main.ts'), 'collector', 'validate', config, '--otelcol', binary],
    { stdio: 'ignore', detached: true },
  );
  const ended = once(main, 'exit');
  const pid = await vi.waitFor(
    () =>
      readFileSync(pidFile, 'utf8')
        .match(/^\d+\n/)?.[0]
        .trim() ?? Promise.reject(new Error('not yet')),
    20_000,
  );
  main.kill(signal);
  expect(await ended).toEqual([expected, null]);
  await vi.waitFor(
    () => expect(existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')).toBe(false),
    5000,
  );
});
