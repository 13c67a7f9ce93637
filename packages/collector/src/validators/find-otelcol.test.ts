import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findOtelcol, requireOtelcol } from './find-otelcol.ts';

let root = '';
const place = async (path: string): Promise<string> => {
  const file = join(root, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, '');
  await chmod(file, 0o755);
  return file;
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'plinth-find-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('findOtelcol', () => {
  it('takes the argument, then PLINTH_OTELCOL, then what Plinth built, then the PATH', async () => {
    const given = await place('given/otelcol');
    const named = await place('named/otelcol-custom');
    const built = await place('built/bin/otelcol');
    const installed = await place('path/otelcol-contrib');
    const env: Record<string, string> = {
      PLINTH_OTELCOL: named,
      PLINTH_BACKENDS: join(root, 'built'),
      PATH: `/nowhere:${join(root, 'path')}`,
    };
    expect(findOtelcol({ binary: given, env })).toBe(given);
    expect(findOtelcol({ env })).toBe(named);
    delete env['PLINTH_OTELCOL'];
    expect(findOtelcol({ env })).toBe(built);
    env['PLINTH_BACKENDS'] = join(root, 'elsewhere');
    expect(findOtelcol({ env })).toBe(installed);
    env['PATH'] = '';
    expect(findOtelcol({ env })).toBeUndefined();
  });

  it('looks into the cache of the home folder', async () => {
    const cached = await place('home/.cache/plinth/backends/bin/otelcol');
    expect(findOtelcol({ env: { HOME: join(root, 'home') } })).toBe(cached);
  });

  it('does not replace a path that was named and is wrong', async () => {
    const installed = await place('path/otelcol');
    const env = { PATH: join(root, 'path'), HOME: root };
    expect(findOtelcol({ env })).toBe(installed);
    expect(findOtelcol({ binary: '/nowhere/otelcol', env })).toBeUndefined();
    expect(() => requireOtelcol({ binary: '/nowhere/otelcol', env })).toThrow('/nowhere/otelcol does not exist');
  });

  it('says how to get one', () => {
    expect(() => requireOtelcol({ env: { HOME: root } })).toThrow(/collector\.otelcol_missing: [\s\S]*PLINTH_OTELCOL[\s\S]*releases/);
  });
});
