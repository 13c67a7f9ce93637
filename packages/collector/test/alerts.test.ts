// The rendered alerts before promtool: each fires when it should, and only then.
import { globSync, readFileSync } from 'node:fs';
import { explainMissingBackend, findBackend } from '@plinth/backends';
import { describe, expect, it } from 'vitest';
import { checkRules, testRules, type RuleCase } from './promtool.ts';

const golden = new URL('../testdata/golden/', import.meta.url).pathname;
const rulesOf = (name: string): string => readFileSync(`${golden}${name}/shop-collector-alerts.yaml`, 'utf8');
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
const target = 'job="collector", instance="10.0.0.1:8888"';
const collector = `${target}, plinth_environment="production"`;
const otlp = `{${collector}, exporter="otlp_grpc/backend", data_type="traces"}`;

const losses = [
  { alert: 'CollectorExporterDropsData', counter: 'otelcol_exporter_send_failed', after: 15, labels: '{exporter="otlp_grpc/backend"}' },
  { alert: 'CollectorQueueRefusesData', counter: 'otelcol_exporter_enqueue_failed', after: 7, labels: '{exporter="otlp_grpc/backend"}' },
  { alert: 'CollectorRefusesData', counter: 'otelcol_receiver_refused', after: 10, labels: '{instance="10.0.0.1:8888"}' },
  { alert: 'CollectorRefusesData', counter: 'otelcol_processor_memory_limiter_refused', after: 10, labels: '{instance="10.0.0.1:8888"}' },
];

describe.skipIf(reason !== undefined)(`the alerts on the Collectors${reason === undefined ? '' : ` (${reason})`}`, () => {
  it('are rules, every golden file of them', async () => {
    const files = globSync('*/expected/*/shop-collector-alerts.yaml', { cwd: golden });
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

  it('are about the Collectors of their environment, whatever else a backend hears of', async () => {
    const elsewhere = (name: string) => `${name}${otlp.replace('"production"', '"staging"')}`;
    const series = {
      [elsewhere('otelcol_exporter_send_failed_spans')]: grows,
      [elsewhere('otelcol_exporter_enqueue_failed_spans')]: grows,
      [elsewhere('otelcol_receiver_refused_spans')]: grows,
      [elsewhere('otelcol_exporter_queue_size')]: '9x60',
      [elsewhere('otelcol_exporter_queue_capacity')]: '10x60',
      [elsewhere('otelcol_processor_tail_sampling_sampling_traces_on_memory')]: '1000000x60',
      [elsewhere('otelcol_process_uptime')]: '0+60x20 stale',
      [`up{${target}}`]: '1x20 0x60',
    };
    const query = 'count by (alertname) (ALERTS{alertname!="CollectorsGone", alertstate="firing"})';
    expect(await testRules(promtool, newer, [{ series, at: 40, query, answer: [] }])).toBe('');
    const everybody = newer.replaceAll(/,? ?plinth_environment="production"/g, '');
    const answer = [...everybody.matchAll(/alert: (\w+)/g)]
      .filter(([, alert]) => alert !== 'CollectorsGone')
      .map(([, alert]) => ({ labels: `{alertname="${alert}"}`, value: 1 }));
    expect(answer).toHaveLength(6);
    expect(await testRules(promtool, everybody, [{ series, at: 40, query, answer }])).toBe('');
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
    const gone = (up: string, suffix = '') => ({ [`up{${target}}`]: up, ...uptime(suffix, '0+60x20 stale') });
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
        firing('CollectorDown', { [`up{${target}}`]: '1x60', ...uptime('', '0+60x60') }, 30),
        // Some other target.
        firing('CollectorDown', { 'up{job="shop", instance="10.0.0.9:9464"}': '0x60' }, 30),
      ]),
    ).toBe('');
  });

  describe('tell that nothing is heard of a tier', () => {
    const tiers = ['shop-agent', 'shop-gateway', 'shop-sampler'];
    const gone = (...names: readonly string[]) => names.map((name) => `{plinth_collector="${name}", plinth_environment="production"}`);
    /** Uptimes of two Collectors of each tier, five hours long; `ends` says in which minute those of a tier fall silent. */
    const heard = (ends: Readonly<Record<string, string>>, suffix = '', environment = 'production'): RuleCase['series'] =>
      Object.fromEntries(
        tiers.flatMap((tier, index) =>
          [0, 1].map((pod) => [
            `otelcol_process_uptime${suffix}{job="pods", instance="10.0.${index}.${pod}:8888", pod="${tier}-${pod}", plinth_collector="${tier}", plinth_environment="${environment}"}`,
            ends[`${tier}-${pod}`] ?? ends[tier] ?? '0+60x300',
          ]),
        ),
      );
    const after = (series: RuleCase['series'], at: number, ...labels: readonly string[]): RuleCase => ({
      series,
      at,
      query: 'count by (plinth_collector, plinth_environment) (ALERTS{alertname="CollectorsGone", alertstate="firing"})',
      answer: labels.map((each) => ({ labels: each, value: 1 })),
    });
    // A scrape that fails ends a series at once; without a scraper it ends five minutes after its last value.
    const failed = '0+60x20 stale';
    const unheard = '0+60x20';
    const cases: readonly (readonly [string, readonly RuleCase[]])[] = [
      [
        'all of them, or the way to the backend',
        ['', '_total'].flatMap((suffix) => {
          const all = heard(Object.fromEntries(tiers.map((tier) => [tier, unheard])), suffix);
          return [after(all, 24), after(all, 32, ...gone(...tiers)), after(all, 200, ...gone(...tiers))];
        }),
      ],
      ['one of three', tiers.map((tier) => after(heard({ [tier]: failed }), 27, ...gone(tier)))],
      ['not of one of two processes, for however long', [after(heard({ 'shop-gateway-0': failed }), 200)]],
      [
        'not of a tier that starts again: three minutes away, or one after the other',
        [
          after(heard({ 'shop-gateway': '0+60x20 stale _x2 0+60x300' }), 23),
          after(heard({ 'shop-gateway': '0+60x20 stale _x2 0+60x300' }), 40),
          after(heard({ 'shop-agent-0': '0+60x20 stale _x5 0+60x300', 'shop-agent-1': '0+60x27 stale _x5 0+60x300' }), 40),
        ],
      ],
      ['before the first deployment: nothing else tells that it never arrived', [after({}, 3), after({}, 7, ...gone(...tiers))]],
      ['where the same platform is heard of elsewhere', [after(heard({}, '', 'staging'), 30, ...gone(...tiers))]],
    ];

    it.each(cases)('%s', async (_what, each) => {
      expect(await testRules(promtool, newer, each)).toBe('');
    });

    it('and of each tenant’s gateway, never of sidecars', () => {
      const namesIn = (name: string) => [...rulesOf(name).matchAll(/plinth_collector="([^"]+)"/g)].map(([, collector]) => collector);
      expect(namesIn('tenants/expected/production')).toEqual(['shop-agent', 'shop-gateway', 'shop-gateway-acme', 'shop-gateway-bolt']);
      expect(namesIn('sidecar-gateway/expected/production')).toEqual(['shop-gateway']);
    });

    it('fails these tests where tiers or environments are not told apart, or a start is too long', async () => {
      const casesOf = (index: number) => cases[index]?.[1] ?? [];
      expect(await testRules(promtool, newer.replaceAll(/, plinth_collector="[a-z-]+"/g, ''), casesOf(1))).toContain('FAILED');
      expect(await testRules(promtool, newer.replaceAll('for: 5m', 'for: 1m'), casesOf(3))).toContain('FAILED');
      expect(await testRules(promtool, newer.replaceAll(', plinth_environment="production"', ''), casesOf(5))).toContain('FAILED');
    });
  });

  it('tell of a sampler that is full, where something samples', async () => {
    const held = (traces: number) => ({ [`otelcol_processor_tail_sampling_sampling_traces_on_memory{${collector}}`]: `${traces}x60` });
    const cases = [
      firing('CollectorSamplingIsFull', held(2000), 10, '{instance="10.0.0.1:8888"}'),
      firing('CollectorSamplingIsFull', held(2000), 3),
      firing('CollectorSamplingIsFull', held(1000), 10),
    ];
    expect(await testRules(promtool, newer, cases)).toBe('');
    expect(rulesOf('head-sampling/expected/production')).not.toContain('CollectorSamplingIsFull');
  });

  it('tell of documents that Elasticsearch refuses, and of none that it has already', async () => {
    const refused = (status: number, values: string, type = ', error_type="document_parsing_exception"') => ({
      [`otelcol_elasticsearch_docs_processed{${target}, plinth_environment="local", http_response_status_code="${status}"${type}}`]: values,
    });
    const fires = (series: RuleCase['series'], at: number, ...labels: readonly string[]): RuleCase => ({
      series,
      at,
      query: 'count by (error_type) (ALERTS{alertname="CollectorDocumentsRefused", alertstate="firing"})',
      answer: labels.map((each) => ({ labels: each, value: 1 })),
    });
    expect(
      await testRules(promtool, rulesOf('elasticsearch/expected/local'), [
        fires(refused(400, grows), 15, '{error_type="document_parsing_exception"}'),
        fires(refused(400, grows), 5),
        fires(refused(400, stands), 15),
        fires(refused(200, grows, ''), 15),
        fires(refused(409, grows), 15),
      ]),
    ).toBe('');
    expect(newer).not.toContain('CollectorDocumentsRefused');
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
