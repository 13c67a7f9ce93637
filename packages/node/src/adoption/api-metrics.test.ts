import { beforeEach, describe, expect, test } from 'vitest';
import type { Meter } from '@opentelemetry/api';
import { renderExposition } from '../metrics/exposition.ts';
import { createRedaction } from '../redaction/redact.ts';
import { createApiMetrics, type ApiMetrics } from './api-metrics.ts';

const problems: string[] = [];
const ids = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' };
let metrics: ApiMetrics;
let meter: Meter;
beforeEach(() => {
  problems.length = 0;
  metrics = createApiMetrics({
    redaction: createRedaction({ allowKeys: [] }),
    readExemplar: () => ids,
    notify: (code, problem) => void problems.push(`${code} ${problem?.path}: ${problem?.message}`),
  });
  meter = metrics.provider.getMeter('shop');
});
const samples = async (): Promise<string[]> => {
  await metrics.refresh();
  return renderExposition(metrics.read(), 'text')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
};

test('each kind of instrument has its name, its unit and its values', async () => {
  const counter = meter.createCounter('orders', { unit: '{order}', description: 'Orders' });
  counter.add(2, { kind: 'new', 'http.method': 'GET' });
  counter.add(1, { 'http.method': 'GET', kind: 'new' });
  meter.createUpDownCounter('queue.size').add(-3);
  meter.createGauge('load', { unit: '1' }).record(0.5);
  const histogram = meter.createHistogram('wait', { unit: 's', advice: { explicitBucketBoundaries: [1, 5] } });
  histogram.record(0.5);
  histogram.record(7);
  expect(await samples()).toEqual([
    'orders_total{http_method="GET",kind="new"} 3',
    'queue_size -3',
    'load_ratio 0.5',
    'wait_seconds_bucket{le="1.0"} 1',
    'wait_seconds_bucket{le="5.0"} 1',
    'wait_seconds_bucket{le="+Inf"} 2',
    'wait_seconds_sum 7.5',
    'wait_seconds_count 2',
  ]);
  expect(renderExposition(metrics.read(), 'openmetrics')).toContain(`# {trace_id="${ids.trace_id}",span_id="${ids.span_id}"} 7 `);
});

test('before there is a value there is nothing', async () => {
  meter.createCounter('orders');
  meter.createHistogram('wait');
  expect(await samples()).toEqual([]);
});

describe('observables', () => {
  test('are asked at each reading, and what is not observed any more is gone', async () => {
    let depth = 3;
    const queues = ['a', 'b'];
    meter.createObservableGauge('depth').addCallback(async (result) => {
      for (const queue of queues) result.observe(depth, { queue });
    });
    meter.createObservableCounter('seen').addCallback((result) => result.observe(depth));
    expect(await samples()).toEqual(['depth{queue="a"} 3', 'depth{queue="b"} 3', 'seen_total 3']);
    depth = 4;
    queues.pop();
    expect(await samples()).toEqual(['depth{queue="a"} 4', 'seen_total 4']);
  });

  test('of a batch, and only those that it names', async () => {
    const [first, second, other] = ['first', 'second', 'other'].map((name) => meter.createObservableGauge(name));
    meter.addBatchObservableCallback(
      (result) => [first, second, other].forEach((one, index) => result.observe(one!, index)),
      [first!, second!],
    );
    expect(await samples()).toEqual(['first 0', 'second 1']);
  });

  test('one that throws, and one that never answers, cost themselves alone', async () => {
    meter.createObservableGauge('broken').addCallback(() => {
      throw new Error('gone');
    });
    meter.createObservableGauge('hanging').addCallback(() => new Promise(() => {}));
    meter.createObservableGauge('well').addCallback((result) => result.observe(1));
    expect(await samples()).toEqual(['well 1']);
    expect(problems).toEqual(['node.metric_unreadable broken: gone', 'node.metric_unreadable hanging: a callback took 1000 ms']);
  });
});

test('one name in two scopes is one family, whose series name their scope', async () => {
  meter.createCounter('orders').add(1);
  metrics.provider.getMeter('other').createCounter('orders').add(2);
  expect(await samples()).toEqual(['orders_total{otel_scope_name="shop"} 1', 'orders_total{otel_scope_name="other"} 2']);
});

test('one name, made twice: the same is the same, another kind is left out', async () => {
  meter.createCounter('orders').add(1);
  meter.createCounter('orders').add(1);
  meter.createUpDownCounter('orders_total').add(5);
  metrics.provider.getMeter('other').createHistogram('orders_total').record(5);
  expect(await samples()).toEqual(['orders_total 2']);
  expect(problems.map((problem) => problem.split(':')[0])).toEqual(['node.metric_clash orders_total', 'node.metric_clash orders_total']);
});

test('no secret, no long text, no endless series', async () => {
  const counter = meter.createCounter('logins');
  counter.add(1, { mail: 'jane@example.com', password: 'hunter2-hunter2', text: 'x'.repeat(10_000) });
  const [line] = await samples();
  expect(line).toContain('mail="[REDACTED:email]",password="[REDACTED]"');
  expect(line!.length).toBeLessThan(400);
  for (let index = 0; index < 5000; index++) counter.add(1, { index });
  const lines = await samples();
  expect(lines).toHaveLength(2001);
  expect(lines).toContain('logins_total{otel_metric_overflow="true"} 3001');
});

test('nothing that a caller does throws', async () => {
  const hostile = {
    get a() {
      throw new Error('no');
    },
  };
  for (const name of [undefined, null, '', '1x', 'a b', {}, 'x'.repeat(300)]) {
    for (const options of [undefined, null, {}, { unit: 5 }, { advice: null }, { advice: { explicitBucketBoundaries: null } }]) {
      expect(() => meter.createCounter(name as string, options as never).add(1)).not.toThrow();
      expect(() => meter.createHistogram(name as string, options as never).record(1)).not.toThrow();
    }
  }
  const counter = meter.createCounter('orders');
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, '1', undefined, null, {}, -1]) {
    for (const attributes of [undefined, null, hostile, { a: Symbol('a') }, { a: 1n }, 'text']) {
      expect(() => counter.add(value as number, attributes as never)).not.toThrow();
    }
  }
  expect(await samples()).toEqual([]);
  expect(problems.length).toBeGreaterThan(10);
});
