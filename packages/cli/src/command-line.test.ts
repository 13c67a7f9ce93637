import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCommandLine } from './command-line.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plinth-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(args: readonly string[], env: Record<string, string | undefined> = process.env, cwd = folder) {
  let [out, error] = ['', ''];
  const code = await createCommandLine({
    write: (text) => void (out += text),
    writeError: (text) => void (error += text),
    env,
    cwd,
    now: () => new Date('2026-11-30'),
  }).run(args);
  return { code, out, error };
}

const at = (name: string): string => join(folder, name);
const manifest = `version: 1
name: shop
collectorVersion: 0.161.0
backends: { all: { type: otlp, endpoint: https://otlp.example.com } }
environments:
  local: { topology: local }
  staging: { topology: agent_gateway, internalTls: { certificateSecret: tiers } }
`;
const wrong =
  'receivers: { otlp: { protocols: { grpc: {} } } }\nexporters: { otlp_http: { endpoint: https://a.example } }\nservice: { pipelines: { traces: { receivers: [otlp], exporters: [otlp_http] } } }\n';

describe('render', () => {
  test('writes, finds nothing to change, and sees what was edited', async () => {
    writeFileSync(at('m.yaml'), manifest);
    const args = ['collector', 'render', at('m.yaml'), '--out', at('out')];
    expect(await run([...args, '--check'])).toMatchObject({ code: 1, error: expect.stringContaining('local/shop.yaml: missing') });
    expect(await run(args)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/wrote .*staging\/shop-gateway\.yaml[\s\S]*7 files, 7 changed/),
    });
    expect(await run(args)).toMatchObject({ code: 0, out: '7 files, 0 changed\n' });
    writeFileSync(at('out/local/shop.yaml'), `${readFileSync(at('out/local/shop.yaml'), 'utf8')}# mine\n`);
    expect(await run([...args, '--check', '--json'])).toMatchObject({ code: 1, out: expect.stringContaining('"kind": "changed"') });
  });

  test('without a name the nearest manifest above is rendered, into a folder beside it', async () => {
    writeFileSync(at('plinth.platform.yaml'), manifest);
    mkdirSync(at('apps/orders'), { recursive: true });
    expect(await run(['collector', 'render'], process.env, at('apps/orders'))).toMatchObject({
      code: 0,
      out: expect.stringContaining('7 files, 7 changed'),
    });
    expect(readFileSync(at('collector/local/shop.yaml'), 'utf8')).toContain('# Rendered by plinth from plinth.platform.yaml.');
    rmSync(at('plinth.platform.yaml'));
    expect(await run(['collector', 'render'], process.env, at('apps/orders'))).toMatchObject({
      code: 2,
      error: expect.stringContaining('plinth.platform.yaml:1:1 manifest.file_unreadable'),
    });
  });

  test('one environment alone leaves the others', async () => {
    writeFileSync(at('m.yaml'), manifest);
    const args = ['collector', 'render', at('m.yaml'), '--out', at('out')];
    await run(args);
    expect(await run([...args, '--environment', 'local'])).toMatchObject({ code: 0, out: '3 files, 0 changed\n' });
    expect(readFileSync(at('out/staging/shop-gateway.yaml'), 'utf8')).toContain('gateway of staging');
    expect(await run([...args, '--environment', 'prod'])).toMatchObject({ code: 2 });
  });

  test('an environment that is not in the manifest any more: one of the others says so, all of them remove it', async () => {
    const args = ['collector', 'render', at('m.yaml'), '--out', at('out')];
    writeFileSync(at('m.yaml'), manifest);
    await run(args);
    expect(await run([...args, '--environment', 'local'])).toMatchObject({ code: 0, error: '' });
    writeFileSync(at('m.yaml'), manifest.replace(/ {2}staging: .*\n/, ''));
    const note = `${at('out/staging')}: ${at('m.yaml')} has no such environment any more; render without --environment removes its files\n`;
    for (const more of [[], ['--check'], ['--json']])
      expect(await run([...args, '--environment', 'local', ...more])).toMatchObject({ code: 0, error: note });
    expect(await run([...args, '--check'])).toMatchObject({ code: 1, error: expect.stringContaining('staging/shop-gateway.yaml: extra') });
    expect(await run(args)).toMatchObject({ code: 0, error: '', out: expect.stringContaining('removed') });
    expect(await run([...args, '--environment', 'local'])).toMatchObject({ code: 0, error: '' });
  });

  test('only touches what it wrote: strangers, hand edits, another manifest, the folder of the manifest itself', async () => {
    writeFileSync(at('m.yaml'), manifest);
    writeFileSync(at('other.yaml'), manifest.replace('name: shop', 'name: bank'));
    const args = ['collector', 'render', at('m.yaml'), '--out', at('out')];
    mkdirSync(at('out/docs'), { recursive: true });
    writeFileSync(at('out/docs/howto.md'), '# How to\n\nFiles with "Rendered by plinth from" in their first line are ours.\n');
    expect(await run(args)).toMatchObject({ code: 0 });
    expect(await run(['collector', 'render', at('other.yaml'), '--out', at('out')])).toMatchObject({
      code: 0,
      out: expect.not.stringContaining('removed'),
    });
    expect(await run([...args, '--check'])).toMatchObject({ code: 0 });
    expect(existsSync(at('out/docs/howto.md'))).toBe(true);

    writeFileSync(at('out/local/shop.yaml'), 'mine\n');
    const edited = `${at('out')}/local/shop.yaml artefact.edited: a rendered file was changed by hand since it was written; move the change`;
    expect(await run([...args, '--check'])).toMatchObject({ code: 1, error: expect.stringContaining(edited) });
    expect(await run(args)).toMatchObject({
      code: 1,
      out: 'nothing was written: a file stands in the way\n',
      error: expect.stringContaining(edited),
    });
    expect(readFileSync(at('out/local/shop.yaml'), 'utf8')).toBe('mine\n');
    expect(await run([...args, '--force'])).toMatchObject({ code: 0, out: expect.stringContaining('7 files, 1 changed') });

    const here = ['collector', 'render', at('m.yaml'), '--out', folder];
    for (const out of [expect.stringContaining('7 files, 7 changed'), '7 files, 0 changed\n'])
      expect(await run(here)).toMatchObject({ code: 0, out });
  });

  test('two manifests that claim one path: nothing is written', async () => {
    writeFileSync(at('m.yaml'), manifest);
    writeFileSync(at('copy.yaml'), manifest);
    await run(['collector', 'render', at('m.yaml'), '--out', at('out')]);
    expect(await run(['collector', 'render', at('copy.yaml'), '--out', at('out'), '--force'])).toMatchObject({
      code: 1,
      out: '',
      error: expect.stringContaining('artefact.path_claimed'),
    });
  });

  test('a folder of a release that kept no index is taken over', async () => {
    writeFileSync(at('m.yaml'), manifest);
    const args = ['collector', 'render', at('m.yaml'), '--out', at('out')];
    await run(args);
    rmSync(at('out/plinth.lock.json'));
    renameSync(at('out/local/shop-sizing.md'), at('out/local/SIZING.md'));
    expect(await run(args)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/removed .*SIZING\.md\nwrote .*shop-sizing\.md\n7 files, 2 changed/),
    });
    expect(await run([...args, '--check'])).toMatchObject({ code: 0 });
  });

  test('a bad manifest is a finding with its place, a missing one a mistake in the call', async () => {
    writeFileSync(at('m.yaml'), manifest.replace('topology: local', 'topology: locl'));
    expect(await run(['collector', 'render', at('m.yaml')])).toMatchObject({
      code: 1,
      error: expect.stringContaining('m.yaml:6:22 manifest.value_not_allowed'),
    });
    expect(await run(['collector', 'render', at('none.yaml')])).toMatchObject({
      code: 2,
      error: expect.stringContaining('manifest.file_unreadable'),
    });
  });
});

describe('lint', () => {
  test('says findings in each form, and exits by their severity', async () => {
    writeFileSync(at('c.yaml'), wrong);
    expect(await run(['collector', 'lint', at('c.yaml')])).toMatchObject({ code: 1, out: expect.stringContaining('C005') });
    expect(JSON.parse((await run(['collector', 'lint', at('c.yaml'), '--format', 'sarif'])).out)).toMatchObject({ version: '2.1.0' });
    expect((await run(['collector', 'lint', at('c.yaml'), '--format', 'github'])).out).toMatch(/^::(error|warning) /m);
    expect(await run(['collector', 'lint', at('c.yaml'), '--fail-on', 'warn'])).toMatchObject({ code: 2 });
    expect(await run(['collector', 'lint', at('none.yaml')])).toMatchObject({ code: 2, error: expect.stringContaining('ENOENT') });
  });

  test('mends what is safe', async () => {
    writeFileSync(at('c.yaml'), wrong.replaceAll('otlp_http', 'otlphttp'));
    const { error } = await run(['collector', 'lint', at('c.yaml'), '--fix', '--collector-version', '0.161.0']);
    expect(error).toContain('mended');
    expect(readFileSync(at('c.yaml'), 'utf8')).toBe(wrong);
  });
});

test('explain', async () => {
  expect(await run(['collector', 'explain', 'c015'])).toMatchObject({ code: 0, out: expect.stringContaining('tail') });
  expect((await run(['collector', 'explain'])).out.split('\n').length).toBeGreaterThan(60);
  expect(await run(['collector', 'explain', 'C999'])).toMatchObject({ code: 2, error: expect.stringContaining('C999') });
});

test('explain says of a rule with several checks what each of them is about', async () => {
  const text = await run(['collector', 'explain', 'C043']);
  for (const words of ['two readers on one port\n  Why: ', '\n\nopen port without own metrics\n  Why: ']) expect(text.out).toContain(words);
  const { out } = await run(['collector', 'explain', 'C043', '--json']);
  expect(JSON.parse(out)).toMatchObject({ id: 'C043', checks: expect.arrayContaining([expect.objectContaining({ check: 'samePort' })]) });
});

test('without a Collector, validate and test say how to get one', async () => {
  writeFileSync(at('c.yaml'), wrong);
  const env = { PATH: folder, HOME: folder };
  expect(await run(['collector', 'validate', at('c.yaml')], env)).toMatchObject({
    code: 3,
    error: expect.stringContaining('PLINTH_OTELCOL'),
  });
  expect(await run(['collector', 'test', at('c.yaml')], env)).toMatchObject({ code: 3 });
});

test('help has examples, a wrong command is a mistake in the call', async () => {
  for (const command of ['render', 'lint', 'validate', 'test', 'explain']) {
    expect(await run(['collector', command, '--help'])).toMatchObject({ code: 0, out: expect.stringContaining('Examples:') });
  }
  expect(await run(['collector', 'rendr'])).toMatchObject({ code: 2, error: expect.stringContaining('render') });
  expect(await run([])).toMatchObject({ code: 2 });
});
