import { expect, test } from 'vitest';
import { growsBy, isAnyAbsent, matchLabel, selectCounter } from './promql.ts';

test('the value of a label is quoted', () => {
  expect(matchLabel('job', 'a "b" \\ c')).toBe(String.raw`job="a \"b\" \\ c"`);
});

test('a counter is found under both of its names', () => {
  expect(selectCounter('sent', 'job="a"')).toBe('{__name__=~"sent(_total)?", job="a"}');
});

test('each counter has a rate of its own, and each series its own absence', () => {
  expect(growsBy('exporter', ['a', 'b'])).toBe('sum by (exporter) (rate(a[5m])) > 0 or sum by (exporter) (rate(b[5m])) > 0');
  expect(isAnyAbsent(['a', 'b'])).toBe('absent(a) or absent(b)');
});
