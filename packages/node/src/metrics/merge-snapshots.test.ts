import { expect, test } from 'vitest';
import { mergeSnapshots } from './merge-snapshots.ts';
import type { Exemplar, HistogramSeries, MetricSnapshot, ValueSeries } from './metric-snapshot.ts';
import type { StoredDefinition } from './stored-definition.ts';

const define = (name: string, type: StoredDefinition['type']): StoredDefinition => ({
  name,
  prometheusName: name,
  type,
  unit: '1',
  help: name,
  labels: {},
});
const exemplar = (timestampMs: number): Exemplar => ({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), value: 1, timestampMs });
const merge = (definition: StoredDefinition, ...members: (ValueSeries | HistogramSeries)[][]) =>
  mergeSnapshots(members.map((series): MetricSnapshot[] => [{ definition, series }]))[0]?.series;

test('a series counts since the earliest of its members', () => {
  const series = (createdMs?: number) => [{ labels: {}, value: 1, ...(createdMs === undefined ? {} : { createdMs }) }];
  expect(merge(define('visits_total', 'counter'), series(), series(2000), series(1000))).toEqual([
    { labels: {}, value: 3, createdMs: 1000 },
  ]);
});

test('counters add up by their labels, whatever the order of these; the last exemplar stays', () => {
  const series = merge(
    define('requests_total', 'counter'),
    [{ labels: { a: '1', b: '2' }, value: 3, exemplar: exemplar(10) }],
    [
      { labels: { b: '2', a: '1' }, value: 4, exemplar: exemplar(5) },
      { labels: { a: '2' }, value: 1 },
    ],
  );
  expect(series).toEqual([
    { labels: { a: '1', b: '2' }, value: 7, exemplar: exemplar(10) },
    { labels: { a: '2' }, value: 1 },
  ]);
});

test('up-down counters add up, of gauges the highest counts', () => {
  const members = [[{ labels: {}, value: 3 }], [{ labels: {}, value: -1 }], [{ labels: {}, value: 5 }]];
  expect(merge(define('active', 'updowncounter'), ...members)).toEqual([{ labels: {}, value: 7 }]);
  expect(merge(define('delay', 'gauge'), ...members)).toEqual([{ labels: {}, value: 5 }]);
});

test('histograms add up bucket by bucket; other buckets are left out', () => {
  const base = { labels: {}, bounds: [1, 2], counts: [1, 0, 2], sum: 9, count: 3, exemplars: [exemplar(1), null, null] };
  const other = { ...base, exemplars: [exemplar(2), exemplar(3), null] };
  const foreign = { ...base, bounds: [1, 3] };
  expect(merge(define('duration', 'histogram'), [base], [other], [foreign])).toEqual([
    { labels: {}, bounds: [1, 2], counts: [2, 0, 4], sum: 18, count: 6, exemplars: [exemplar(2), exemplar(3), null] },
  ]);
});

test('one identity stands for all', () => {
  const series = merge(define('target_info', 'gauge'), [{ labels: { id: '1' }, value: 1 }], [{ labels: { id: '2' }, value: 1 }]);
  expect(series).toEqual([{ labels: { id: '1' }, value: 1 }]);
});
