import { defineTelemetry } from '@plinth/catalog';
import { Counter, Gauge, Histogram, Registry, type OpenMetricsContentType } from 'prom-client';
import { beforeEach, describe, expect, test } from 'vitest';
import { renderExposition, chooseFormat } from './exposition.ts';
import { createMetricStore, type MetricStore } from './metric-store.ts';
import type { ExemplarLabels } from './metric-series.ts';
import { createRedaction } from '../redaction/redact.ts';

const catalog = defineTelemetry({
  metrics: {
    'card.checks': {
      type: 'counter',
      unit: '{check}',
      help: 'Checks of a card',
      owner: 'payments',
      labels: { result: { values: ['ok', 'bad'] } },
    },
    'stock.level': { type: 'gauge', unit: '{item}', help: 'Items in stock', owner: 'fulfilment', labels: { sku: { limit: 2 } } },
    'jobs.active': { type: 'updowncounter', unit: '{job}', help: 'Jobs being worked on', owner: 'fulfilment' },
    'card.network.duration': { type: 'histogram', unit: 's', help: 'Time of the "card\\network"', owner: 'payments', buckets: [0.1, 1] },
  },
});
const { 'card.checks': checks, 'stock.level': stock, 'jobs.active': jobs, 'card.network.duration': duration } = catalog.metrics;

let store: MetricStore;
let exemplar: ExemplarLabels | undefined;
let overflows: string[];
let invalid: string[];
beforeEach(() => {
  exemplar = undefined;
  overflows = [];
  invalid = [];
  store = createMetricStore({
    redaction: createRedaction({ allowKeys: [] }),
    readExemplar: () => exemplar,
    onOverflow: (metric, label) => overflows.push(`${metric}.${label}`),
    onInvalid: (metric, problem) => invalid.push(`${metric}: ${problem}`),
    onRecord: () => {},
  });
});

const render = (format: 'openmetrics' | 'text') => renderExposition(store.read(), format);
const withoutTimestamps = (text: string) => text.replace(/ \d{9,}(\.\d+)?$/gm, ' <time>');

test('every type in OpenMetrics, with exemplars of the sampled span', async () => {
  exemplar = { trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16) };
  store.instrument(checks).record(2, { result: 'ok' });
  store.instrument(duration).record(0.5, {});
  store.instrument(duration).record(7, {});
  store.instrument(jobs).record(2, {});
  store.instrument(jobs).record(-1, {});
  store.instrument(stock).record(12, { sku: 'MUG "1"' });
  const ids = `{trace_id="${'a'.repeat(32)}",span_id="${'b'.repeat(16)}"}`;
  expect(withoutTimestamps(render('openmetrics'))).toBe(
    [
      '# TYPE card_checks counter',
      '# HELP card_checks Checks of a card',
      `card_checks_total{result="ok"} 2 # ${ids} 2 <time>`,
      'card_checks_created{result="ok"} <time>',
      '# TYPE card_network_duration_seconds histogram',
      '# UNIT card_network_duration_seconds seconds',
      '# HELP card_network_duration_seconds Time of the \\"card\\\\network\\"',
      'card_network_duration_seconds_bucket{le="0.1"} 0',
      `card_network_duration_seconds_bucket{le="1.0"} 1 # ${ids} 0.5 <time>`,
      `card_network_duration_seconds_bucket{le="+Inf"} 2 # ${ids} 7 <time>`,
      'card_network_duration_seconds_sum 7.5',
      'card_network_duration_seconds_count 2',
      'card_network_duration_seconds_created <time>',
      '# TYPE jobs_active gauge',
      '# HELP jobs_active Jobs being worked on',
      'jobs_active 1',
      '# TYPE stock_level gauge',
      '# HELP stock_level Items in stock',
      'stock_level{sku="MUG \\"1\\""} 12',
      '# EOF',
      '',
    ].join('\n'),
  );
});

test('the same samples in Prometheus text, without exemplars', async () => {
  exemplar = { trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16) };
  store.instrument(checks).record(2, { result: 'ok' });
  expect(render('text')).toBe(
    '# TYPE card_checks_total counter\n# HELP card_checks_total Checks of a card\ncard_checks_total{result="ok"} 2\n',
  );
});

test('no exemplar where no sampled span is active', async () => {
  store.instrument(checks).record(1, { result: 'ok' });
  expect(render('openmetrics')).toContain('card_checks_total{result="ok"} 1\n');
});

test('values outside of a label’s definition are one series, and are told', async () => {
  for (const sku of ['a', 'b', 'c', 'd']) store.instrument(stock).record(1, { sku });
  store.instrument(checks).record(1, { result: 'unheard of' });
  expect(render('text')).toContain('stock_level{sku="overflow"} 1');
  expect(render('text')).toContain('card_checks_total{result="overflow"} 1');
  expect(overflows).toEqual(['stock_level.sku', 'stock_level.sku', 'card_checks_total.result']);
});

test('label values with any characters keep their series apart', () => {
  const pair = defineTelemetry({
    metrics: {
      'pair.made': {
        type: 'counter',
        unit: '{pair}',
        help: 'Pairs',
        owner: 'payments',
        labels: { left: { limit: 50 }, right: { limit: 50 } },
      },
    },
  }).metrics['pair.made'];
  const values = ['x', 'x\0', '\0x', '\0', '\0\0', '\0\u0001', '\u0001', 'x\0\0x'];
  const pairs = values.flatMap((left) => values.map((right) => ({ left, right })));
  for (const labels of pairs) store.instrument(pair).record(1, labels);
  for (const labels of pairs) store.instrument(pair).record(1, labels);
  const series = store.read().find(({ definition }) => definition === pair)?.series ?? [];
  expect(series.map(({ labels }) => labels)).toEqual(pairs);
  expect(series.every((one) => 'value' in one && one.value === 2)).toBe(true);
});

test.each([Number.NaN, Infinity, '3' as unknown as number, undefined as unknown as number])(
  'the value %s is told and not recorded',
  async (value) => {
    store.instrument(duration).record(value, {});
    expect(invalid).toHaveLength(1);
    expect(render('text')).toContain('card_network_duration_seconds_count 0');
  },
);

test('a counter does not go down', () => {
  store.instrument(checks).record(-1, { result: 'ok' });
  expect(invalid).toEqual(['card_checks_total: value -1 of a counter']);
});

test('one definition has one instrument; another one of the same name is refused', () => {
  expect(store.instrument(checks)).toBe(store.instrument({ ...checks }));
  expect(() => store.instrument({ ...checks, help: 'else' })).toThrow(/node\.metric_conflict.*card_checks_total/s);
});

describe('chooseFormat', () => {
  const prometheus =
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1';
  test.each([
    [prometheus, 'openmetrics'],
    ['application/openmetrics-text', 'openmetrics'],
    ['text/plain', 'text'],
    ['*/*', 'text'],
    [undefined, 'text'],
    ['text/plain;q=0.9, application/openmetrics-text;q=0.1', 'text'],
    ['application/json', 'text'],
  ])('%s', (accept, format) => expect(chooseFormat(accept)).toBe(format));
});

describe('a registry of prom-client', () => {
  const ids = { trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16) };
  const durations = [0.05, 0.1, 0.5, 7];

  /** What prom-client itself shows of these measurements. */
  async function renderByPromClient(): Promise<string> {
    const registry = new Registry<OpenMetricsContentType>();
    registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    const base = { registers: [registry as Registry<never>], enableExemplars: true };
    const counter = new Counter({ ...base, name: checks.prometheusName, help: checks.help, labelNames: ['result'] as string[] });
    counter.inc({ labels: { result: 'ok' }, value: 2, exemplarLabels: ids });
    const { prometheusName: name, help } = duration;
    const histogram = new Histogram({ ...base, name, help, buckets: [...(duration.buckets ?? [])] });
    for (const value of durations) histogram.observe({ value, exemplarLabels: ids });
    new Gauge({ registers: base.registers, name: jobs.prometheusName, help: jobs.help }).inc(2);
    new Gauge({ registers: base.registers, name: stock.prometheusName, help: stock.help, labelNames: ['sku'] }).set({ sku: 'a "b"' }, 12);
    return registry.metrics();
  }

  function record(): void {
    exemplar = ids;
    store.instrument(checks).record(2, { result: 'ok' });
    for (const value of durations) store.instrument(duration).record(value, {});
    store.instrument(jobs).record(2, {});
    store.instrument(stock).record(12, { sku: 'a "b"' });
  }

  test('shows of the store what prom-client shows of the same measurements', async () => {
    record();
    expect(withoutTimestamps(await store.registry.metrics())).toBe(withoutTimestamps(await renderByPromClient()));
    expect(withoutTimestamps(await renderByPromClient())).toContain('le="1"} 3 # {trace_id=');
  });

  test('shows what was measured since it was last asked', async () => {
    record();
    await store.registry.metrics();
    store.instrument(duration).record(0.5, {});
    expect(await store.registry.metrics()).toContain('card_network_duration_seconds_count 5\n');
  });

  test('reads what is only read', async () => {
    let level = 1;
    store.instrument(stock, (instrument) => instrument.record(level, { sku: 'a' }));
    expect(await store.registry.metrics()).toContain('stock_level{sku="a"} 1\n');
    level = 7;
    expect(await store.registry.metrics()).toContain('stock_level{sku="a"} 7\n');
  });

  test('forgets, when it is told to, what the store has', async () => {
    record();
    store.registry.resetMetrics();
    expect(render('text')).toBe('\n');
    record();
    expect(render('text')).toContain('card_checks_total{result="ok"} 2\n');
  });
});
