import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explainMissingBackend, findBackend } from './index.ts';

const script = new URL('../install.sh', import.meta.url).pathname;

test('a program is where install.sh puts it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-backends-'));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/promtool'), '');
  const environment = { PLINTH_BACKENDS: folder };
  expect(findBackend('promtool', environment)).toBe(join(folder, 'bin/promtool'));
  expect(explainMissingBackend('promtool', environment)).toBeUndefined();
  expect(findBackend('amtool', environment)).toBeUndefined();
  expect(explainMissingBackend('amtool', environment)).toBe(
    'skipped: amtool is not installed (bash tools/backends/install.sh alertmanager)',
  );
});

test('install.sh says what is missing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-backends-'));
  const run = (path: string) =>
    spawnSync('/bin/bash', [script, 'otelcol'], { encoding: 'utf8', env: { PATH: path, HOME: folder, PLINTH_BACKENDS: folder } });
  const bin = join(folder, 'fake');
  mkdirSync(bin);
  for (const tool of ['dirname', 'sed', 'sort', 'head']) execFileSync('ln', ['-s', `/usr/bin/${tool}`, join(bin, tool)]);
  const without = run(bin);
  expect(without.status).toBe(1);
  expect(without.stderr).toBe('backends: Go is not installed; Go 1.26.8 or newer builds them\n');
  writeFileSync(join(bin, 'go'), '#!/bin/sh\necho go1.22.4\n', { mode: 0o755 });
  const old = run(bin);
  expect(old.status).toBe(1);
  expect(old.stderr).toBe('backends: Go 1.22.4 is too old; 1.26.8 or newer is needed\n');
});
