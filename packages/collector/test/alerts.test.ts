// The rendered alerts before promtool: each fires when it should, and only then.
import { globSync, readFileSync } from 'node:fs';
import { explainMissingBackend, findBackend } from '@plinth/backends';
import { describe, expect, it } from 'vitest';
import { checkRules, testRules, type RuleCase } from './promtool.ts';

const golden = new URL('../testdata/golden/', import.meta.url).pathname;
const rulesOf = (name: string): string => readFileSync(`${golden}${name}/collector-alerts.yaml`, 'utf8');
const newer = rulesOf('two-tier/expected/production');
const older = rulesOf('older-collector/expected/production');
const promtool = findBackend('promtool') ?? '';
const reason = explainMissingBackend('promtool');

/** Whether the alert fires at that minute, and for what. */
function firing(alert: string, series: RuleCase['series'], at: number, ...labels: readonly string[]): RuleCase {
  return {
    series,
    at,
    query: `count by (exporter, instance) (ALERTS{alertname="${alert}", alertstate="firing"})`,
    answer: labels.map((each) => ({ labels: each, value: 1 })),
  };
}

/** A growing counter, or one that stands still. */
const grows = '10+60x60';
const stands = '10x60';
const signals = ['spans', 'metric_points', 'log_records'];
const collector = 'job="collector", instance="10.0.0.1:8888"';
const otlp = `{${collector}, exporter="otlp_grpc/backend", data_type="traces"}`;

const losses = [
  { alert: 'CollectorExporterDropsData', counter: 'otelcol_exporter_send_failed', after: 15, labels: '{exporter="otlp_grpc/backend"}' },
  { alert: 'CollectorQueueRefusesData', counter: 'otelcol_exporter_enqueue_failed', after: 7, labels: '{exporter="otlp_grpc/backend"}' },
  { alert: 'CollectorRefusesData', counter: 'otelcol_receiver_refused', after: 10, labels: '{instance="10.0.0.1:8888"}' },
  { alert: 'CollectorRefusesData', counter: 'otelcol_processor_memory_limiter_refused', after: 10, labels: '{instance="10.0.0.1:8888"}' },
];

describe.skipIf(reason !== undefined)(`the alerts on the Collectors${reason === undefined ? '' : ` (${reason})`}`, () => {
  it('are rules, every golden file of them', async () => {
    const files = globSync('*/expected/*/collector-alerts.yaml', { cwd: golden });
    expect(files.length).toBeGreaterThan(20);
    const answers = await Promise.all(
      files.map(async (file) => [file, await checkRules(promtool, readFileSync(`${golden}${file}`, 'utf8'))]),
    );
    expect(answers.filter(([, answer]) => answer !== '')).toEqual([]);
  });

  it.each(losses)('$alert fires while any signal’s $counter grows, under both of its names', async ({ alert, counter, after, labels }) => {
    const cases = signals.flatMap((signal) =>
      ['', '_total'].flatMap((suffix) => [
        firing(alert, { [`${counter}_${signal}${suffix}${otlp}`]: grows }, after, labels),
        firing(alert, { [`${counter}_${signal}${suffix}${otlp}`]: grows }, 1),
        firing(alert, { [`${counter}_${signal}${suffix}${otlp}`]: stands }, after),
      ]),
    );
    expect(await testRules(promtool, newer, cases)).toBe('');
  });

  it.each(losses)('$alert fires where all of $counter grow with the same labels', async ({ alert, counter, after, labels }) => {
    const all = Object.fromEntries(signals.map((signal) => [`${counter}_${signal}${otlp}`, grows]));
    expect(await testRules(promtool, newer, [firing(alert, all, after, labels)])).toBe('');
  });

  it('know the memory limiter’s counter of the version', async () => {
    const before = firing('CollectorRefusesData', { [`otelcol_processor_refused_spans${otlp}`]: grows }, 10, '{instance="10.0.0.1:8888"}');
    expect(await testRules(promtool, older, [before])).toBe('');
    expect(await testRules(promtool, newer, [before])).toContain('FAILED');
  });

  it('record the fullest queue of each Collector, and tell before it is full', async () => {
    const queues = {
      [`otelcol_exporter_queue_size{${collector}, exporter="a", data_type="traces"}`]: '80x60',
      [`otelcol_exporter_queue_capacity{${collector}, exporter="a", data_type="traces"}`]: '100x60',
      [`otelcol_exporter_queue_size{${collector}, exporter="a", data_type="logs"}`]: '10x60',
      [`otelcol_exporter_queue_capacity{${collector}, exporter="a", data_type="logs"}`]: '100x60',
      [`otelcol_exporter_queue_size{${collector}, exporter="b", data_type="traces"}`]: '10x60',
      [`otelcol_exporter_queue_capacity{${collector}, exporter="b", data_type="traces"}`]: '100x60',
    };
    const calm = Object.fromEntries(Object.entries(queues).map(([series, values]) => [series, values.replace('80x', '60x')]));
    expect(
      await testRules(promtool, newer, [
        {
          series: queues,
          at: 10,
          query: 'otelcol_exporter_queue_ratio',
          answer: [{ labels: `otelcol_exporter_queue_ratio{${collector}}`, value: 0.8 }],
        },
        firing('CollectorQueueFills', queues, 10, '{instance="10.0.0.1:8888"}'),
        firing('CollectorQueueFills', queues, 3),
        firing('CollectorQueueFills', calm, 10),
      ]),
    ).toBe('');
  });

  it('tell of a Collector that answered once and does not any more, for as long as it is looked for', async () => {
    const uptime = (suffix: string, values: string) => ({ [`otelcol_process_uptime${suffix}{${collector}}`]: values });
    const gone = (up: string, suffix = '') => ({ [`up{${collector}}`]: up, ...uptime(suffix, '0+60x20 stale') });
    const down = '{instance="10.0.0.1:8888"}';
    expect(
      await testRules(promtool, newer, [
        firing('CollectorDown', gone('1x20 0x600'), 23),
        firing('CollectorDown', gone('1x20 0x600'), 30, down),
        firing('CollectorDown', gone('1x20 0x600', '_total'), 30, down),
        firing('CollectorDown', gone('1x20 0x600'), 180, down),
        // Scaled down: no target any more, and no `up`.
        firing('CollectorDown', gone('1x20 0x2 stale'), 30),
        // Retired but still looked for: one day is enough.
        firing('CollectorDown', gone('1x20 0x3000'), 1500),
        firing('CollectorDown', { [`up{${collector}}`]: '1x60', ...uptime('', '0+60x60') }, 30),
        // Some other target.
        firing('CollectorDown', { 'up{job="shop", instance="10.0.0.9:9464"}': '0x60' }, 30),
      ]),
    ).toBe('');
  });

  it('tell of traces that are decided on too early, where something samples', async () => {
    const dropped = (suffix: string) => ({
      [`otelcol_processor_tail_sampling_sampling_trace_dropped_too_early${suffix}{${collector}}`]: grows,
    });
    const cases = ['', '_total'].flatMap((suffix) => [
      firing('CollectorDecidesTooEarly', dropped(suffix), 20, '{}'),
      firing('CollectorDecidesTooEarly', dropped(suffix), 8),
    ]);
    expect(await testRules(promtool, newer, cases)).toBe('');
    expect(rulesOf('head-sampling/expected/production')).not.toContain('CollectorDecidesTooEarly');
  });

  it('fail these tests where they know one name only, or rate two counters at once', async () => {
    const renamed = firing(
      'CollectorQueueRefusesData',
      { [`otelcol_exporter_enqueue_failed_spans_total${otlp}`]: grows },
      7,
      '{exporter="otlp_grpc/backend"}',
    );
    expect(await testRules(promtool, newer.replaceAll('(_total)?', ''), [renamed])).toContain('FAILED');
    const all = Object.fromEntries(signals.map((signal) => [`otelcol_exporter_enqueue_failed_${signal}${otlp}`, grows]));
    const together = newer.replace(/enqueue_failed_spans\(_total\)\?/, 'enqueue_failed_.*');
    expect(together).not.toBe(newer);
    expect(await testRules(promtool, together, [firing('CollectorQueueRefusesData', all, 7, '{exporter="otlp_grpc/backend"}')])).toContain(
      'FAILED',
    );
    expect(await checkRules(promtool, newer.replace('sum by (exporter)', 'sum by exporter'))).toContain('parse error');
  });
});
