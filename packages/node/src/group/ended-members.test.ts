import { expect, test } from 'vitest';
import type { MetricSnapshot } from '../metrics/metric-snapshot.ts';
import { createEndedMembers } from './ended-members.ts';

function snapshotOf(value: number): MetricSnapshot[] {
  const definition = { name: 'visits', prometheusName: 'visits', unit: '{visit}', help: 'Visits', labels: {} };
  return [
    { definition: { ...definition, type: 'counter' }, series: [{ labels: {}, value }] },
    { definition: { ...definition, prometheusName: 'open', type: 'gauge' }, series: [{ labels: {}, value }] },
  ] as MetricSnapshot[];
}
const answersOf = (values: Readonly<Record<string, number>>) =>
  new Map(Object.entries(values).map(([name, value]) => [name, snapshotOf(value)]));
function sum(snapshots: readonly (readonly MetricSnapshot[])[], name = 'visits'): number {
  const series = snapshots.flat().filter(({ definition }) => definition.prometheusName === name);
  return series.flatMap((metric) => metric.series).reduce((total, one) => total + ('value' in one ? one.value : 0), 0);
}
const none = new Map<string, MetricSnapshot[]>();

test('last words stay, once, and what a gauge showed is over', () => {
  const members = createEndedMembers(true);
  expect(sum(members.join(none, answersOf({ a: 3, b: 4 }), new Set(['a', 'b'])))).toBe(7);
  // The socket of a member that ends may answer once more.
  expect(sum(members.join(answersOf({ a: 5 }), answersOf({ a: 5, b: 4 }), new Set(['a', 'b'])))).toBe(9);
  const later = members.join(none, answersOf({ b: 6 }), new Set(['b']));
  expect([sum(later), sum(later, 'open')]).toEqual([11, 6]);
});

test('a member that was killed counts with its last answer, and one that does not answer, too', () => {
  const members = createEndedMembers(true);
  members.join(none, answersOf({ killed: 3, busy: 4 }), new Set(['killed', 'busy']));
  const without = members.join(none, none, new Set(['busy']));
  expect([sum(without), sum(without, 'open')]).toEqual([7, 4]);
  expect(sum(members.join(none, answersOf({ busy: 5 }), new Set(['busy'])))).toBe(8);
});

test('where several answer for the group, only last words stay', () => {
  const members = createEndedMembers(false);
  members.join(none, answersOf({ killed: 3, ended: 4 }), new Set(['killed', 'ended']));
  expect(sum(members.join(answersOf({ ended: 4 }), none, new Set()))).toBe(4);
});
