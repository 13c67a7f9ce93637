import { expect, test } from 'vitest';
import { median, quantile, renderPairedRatio, shuffle, slope } from './statistics.ts';

test('median and quantiles lie between the neighbours', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(quantile([0, 10], 0.25)).toBe(2.5);
});

test('a ratio is taken round by round, not of the medians', () => {
  // The medians are equal; in every round but one the first is twice the second.
  expect(renderPairedRatio([2, 20, 8], [1, 10, 8])).toBe('2.00 (1.50–2.00)');
});

test('a slope is that of the line, whatever its height', () => {
  expect(slope([[0, 5], [1, 7], [2, 9]])).toBe(2);
  expect(slope([[0, 5], [1, 5], [2, 5]])).toBe(0);
}); // prettier-ignore

test('a shuffled list has the same items', () => {
  expect(shuffle([1, 2, 3]).toSorted((left, right) => left - right)).toEqual([1, 2, 3]);
});
