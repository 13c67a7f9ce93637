import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorTable } from '../src/errors.ts';
import { renderReport } from '../src/pipeline-test/report.ts';
import type { PipelineTestReport } from '../src/pipeline-test/report.ts';
import { runPipelineTests } from '../src/pipeline-test/run.ts';
import { describeOtelcol } from './describe-otelcol.ts';

const page = await readFile(new URL('../../../docs/pipeline-tests.md', import.meta.url), 'utf8');

let folder = '';
const suite = (): string => join(folder, 'plinth.pipeline-test.yaml');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-suite-'));
  await cp(new URL('fixtures/pipeline-test', import.meta.url), folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function edit(file: string, part: string | RegExp, replacement: string): Promise<void> {
  const path = join(folder, file);
  const before = await readFile(path, 'utf8');
  const after = before.replace(part, replacement);
  expect(after).not.toBe(before);
  await writeFile(path, after);
}

const failed = (report: PipelineTestReport): readonly string[] => report.results.filter(({ passed }) => !passed).map(({ name }) => name);

const redaction = 'card numbers, e-mail addresses and tokens do not leave';
const sampling = 'error traces are all kept, one in ten of the rest';
const health = 'health checks are dropped before anything counts them';
const audit = 'audit records go to the audit store as well, others do not';

describeOtelcol('pipeline tests', (binary) => {
  it('pass on a config that is right', async () => {
    const report = await runPipelineTests(suite(), { binary });
    expect(failed(report), renderReport(report)).toEqual([]);
    expect(report.results.map(({ name }) => name)).toEqual([redaction, sampling, health, audit]);
    expect(report.notices).toContain('processor k8s_attributes is left out: it needs a cluster or a cloud');
  });

  it.each([
    ['the card pattern', /blocked_values: \[.*\]/, "blocked_values: ['xyz']", [redaction]],
    ['redaction of keys', /blocked_key_patterns: .*/, '', [redaction]],
    [
      'redaction of spans',
      '[memory_limiter, filter/health, k8s_attributes, redaction, transform/email]',
      '[memory_limiter, filter/health]',
      [redaction],
    ],
    ['the policy for errors', /- \{ name: errors.*\n/, '\n', [redaction, sampling]],
    ['the rate', 'sampling_percentage: 10', 'sampling_percentage: 25', [sampling]],
    ['the filter', 'http.route"] == "/healthz"', 'http.route"] == "/health"', [health]],
    [
      'the way to the audit store',
      'processors: [memory_limiter, filter/audit, redaction',
      'processors: [memory_limiter, redaction',
      [audit],
    ],
  ])('fail when %s is wrong', async (_name, part, replacement, names) => {
    await edit('collector.yaml', part, replacement);
    // Only the filter is told by metrics, which have to be waited for.
    if (names[0] !== health) await edit('plinth.pipeline-test.yaml', /within: .*|- \{ signal: metrics.*/g, '');
    expect(failed(await runPipelineTests(suite(), { binary }))).toEqual(names);
  });

  it('say what was expected, where, and what arrived instead', async () => {
    await writeFile(
      suite(),
      [
        'config: collector.yaml',
        'env: { MY_POD_IP: 127.0.0.1 }',
        'tests:',
        '  - name: wrong',
        '    given: { logs: [{ body: hello ada@example.com, service: shop, attributes: { user: ada, n: 7 } }] }',
        '    expect:',
        '      - { at: otlp_http/loki, kept: none }',
        '      - { at: otlp_http/loki, attributes: { user: bob, n: { absent: true } } }',
        '      - { at: otlp_http/audit, body: { contains: hello } }',
        '      - { nowhere: [hello] }',
        '      - { kept: about 10% }',
      ].join('\n'),
    );
    const report = await runPipelineTests(suite(), { binary });
    expect(
      renderReport(report)
        .replaceAll(folder, '')
        .split('\n')
        .filter((line) => !line.includes('note:')),
    ).toMatchInlineSnapshot(`
      [
        "/plinth.pipeline-test.yaml",
        "  FAILED  wrong",
        "    /plinth.pipeline-test.yaml:7:9: logs at otlp_http/loki: expected none to be kept, 1 of 1 given was",
        "      arrived: "info" "hello ***@***" {"user":"ada","n":7} of {"service.name":"shop"}",
        "    /plinth.pipeline-test.yaml:8:9: logs at otlp_http/loki: expected attribute user to be "bob", got "ada" (1 of 1)",
        "      arrived: "info" "hello ***@***" {"user":"ada","n":7} of {"service.name":"shop"}",
        "    /plinth.pipeline-test.yaml:8:9: logs at otlp_http/loki: expected attribute n not to be there, got 7 (1 of 1)",
        "      arrived: "info" "hello ***@***" {"user":"ada","n":7} of {"service.name":"shop"}",
        "    /plinth.pipeline-test.yaml:9:9: logs at otlp_http/audit: nothing arrived that could be checked",
        "    /plinth.pipeline-test.yaml:10:9: expected "hello" nowhere, otlp_http/loki sent it",
        "      arrived: "info" "hello ***@***" {"user":"ada","n":7} of {"service.name":"shop"}",
        "    /plinth.pipeline-test.yaml:11:9: logs: kept "about 10%" of 1 proves nothing, as none would pass too: give at least 145",
        "0 passed, 1 failed",
        "",
      ]
    `);
    expect(JSON.parse(renderReport(report, 'json'))).toEqual(report);
  });

  it('take raw OTLP, and metrics of each type', async () => {
    const spans = [{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'raw', status: { code: 2 } }];
    await writeFile(join(folder, 'raw.json'), JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
    await edit(
      'collector.yaml',
      '    logs/audit:',
      '    metrics:\n      receivers: [otlp]\n      exporters: [otlp_http/audit]\n    logs/audit:',
    );
    await writeFile(
      suite(),
      [
        'config: collector.yaml',
        'tests:',
        '  - name: raw',
        '    given:',
        '      otlp: [raw.json]',
        '      metrics: [{ name: g, value: 1.5 }, { name: s, type: sum, temporality: delta }, { name: h, type: histogram, bounds: [1, 2], repeat: 3 }]',
        '    expect:',
        '      - { signal: spans, kept: 1, name: raw }',
        '      - { signal: metrics, at: otlp_http/audit, where: { type: { present: true } }, kept: 5, arrived: 5 }',
        '      - { signal: metrics, where: { type: histogram }, kept: 3 }',
      ].join('\n'),
    );
    const report = await runPipelineTests(suite(), { binary });
    expect(failed(report), renderReport(report)).toEqual([]);
  });

  it('read files with the receiver of the config, its patterns and operators', async () => {
    const pods = await readFile(new URL('fixtures/log-files.yaml', import.meta.url), 'utf8');
    await writeFile(join(folder, 'collector.yaml'), pods);
    const time = '2026-11-25T16:00:01Z stdout F';
    const tests = (path: string): string =>
      [
        'config: collector.yaml',
        'tests:',
        '  - name: a line and a stack trace',
        '    given:',
        '      files:',
        `        ${path}: |`,
        `          ${time} {"message":"paid","level":"warn","service.name":"cart","order_id":"o-1"}`,
        `          ${time} Error: no`,
        `          ${time}     at run (run.ts:1)`,
        '    expect:',
        '      - { signal: logs, arrived: 2 }',
        '      - { signal: logs, where: { order_id: o-1 }, body: paid, resource: { service.name: cart, k8s.pod.name: cart-1 } }',
        '      - { signal: logs, where: { body: { contains: "Error" } }, body: { contains: "at run" } }',
      ].join('\n');
    await writeFile(suite(), tests('/var/log/pods/shop_cart-1_0d9a7c1e-0000-4000-8000-000000000000/main/0.log'));
    const report = await runPipelineTests(suite(), { binary });
    expect(failed(report), renderReport(report)).toEqual([]);
    await writeFile(suite(), tests('/var/log/elsewhere/0.log'));
    expect(failed(await runPipelineTests(suite(), { binary }))).toHaveLength(1);
  });

  it('pass on what the Collector warns of', async () => {
    await edit('collector.yaml', 'summary: silent', 'summary: "${env:NOT_SET}"');
    const report = await runPipelineTests(suite(), { binary });
    expect(report.notices.join()).toMatch(/the Collector warns: .*unset environment variable.*NOT_SET/);
  });

  it('report a Collector that does not start as the failure of the test', async () => {
    await edit('collector.yaml', 'check_interval: 1s', 'check_interval: 0s');
    const report = await runPipelineTests(suite(), { binary });
    expect(failed(report)).toHaveLength(4);
    expect(report.results[0]?.failures[0]?.message).toContain("'check_interval' must be greater than zero");
  });

  it('are in docs/pipeline-tests.md as they run', async () => {
    const [config = '', tests = ''] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text);
    await writeFile(join(folder, 'collector.yaml'), config);
    await writeFile(suite(), tests);
    const report = await runPipelineTests(suite(), { binary });
    expect(report.results).toHaveLength(2);
    expect(failed(report), renderReport(report)).toEqual([]);
  });
});

describe('a suite that does not fit its config', () => {
  it('is refused with each name that is wrong, before any Collector runs', async () => {
    await edit('plinth.pipeline-test.yaml', 'at: otlp_http/loki\n', 'at: otlp_http/lokki\n');
    await edit('plinth.pipeline-test.yaml', '    given:\n', '    given:\n      receiver: oltp\n');
    const run = runPipelineTests(suite(), { binary: '/nowhere' });
    await expect(run).rejects.toThrow(/yaml:8:7: tests\[0\]\.given\.receiver: no pipeline has the receiver oltp; did you mean otlp\?/);
    await expect(run).rejects.toThrow(
      /tests\[0\]\.expect\[2\]\.at: no pipeline has the exporter otlp_http\/lokki; did you mean otlp_http\/loki\?/,
    );
  });

  it('is refused where the config is missing or broken', async () => {
    await edit('plinth.pipeline-test.yaml', 'config: collector.yaml', 'config: nowhere.yaml');
    await expect(runPipelineTests(suite(), { binary: '/nowhere' })).rejects.toThrow(/yaml:1:1: config: .*nowhere\.yaml cannot be read/);
    await writeFile(join(folder, 'nowhere.yaml'), 'receivers: {}\nservice: {}\n');
    await expect(runPipelineTests(suite(), { binary: '/nowhere' })).rejects.toThrow('service.pipelines: expected at least one pipeline');
  });
});

it('docs/pipeline-tests.md has every error of a run', () => {
  const ofRendering = 'collector.component_invalid';
  for (const code of Object.keys(errorTable).filter((one) => one !== ofRendering)) expect(page).toContain(`\`${code}\``);
});
