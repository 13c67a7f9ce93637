import { describe, expect, it } from 'vitest';
import { countNeeded, readAmount } from './amount.ts';

describe('readAmount', () => {
  it.each([
    [3, 3, 3],
    ['all', 1000, 1000],
    ['none', 0, 0],
    ['10%', 100, 100],
    ['0.25%', 2, 3],
    [{ min: 2 }, 2, Number.POSITIVE_INFINITY],
    [{ min: 2, max: 5 }, 2, 5],
    // 4 × √(1000 × 0.1 × 0.9) = 37.9
    ['about 10%', 63, 137],
  ] as const)('%j of 1000', (amount, min, max) => {
    expect(readAmount(amount, 1000, 1000)).toMatchObject({ min, max });
  });

  it('is wider where fewer traces decide for as many spans', () => {
    expect(readAmount('about 10%', 1000, 100).min).toBe(0);
    expect(readAmount('about 10%', 1000, 500)).toMatchObject({ min: 47, max: 153 });
  });
});

describe('countNeeded', () => {
  it('is where keeping none, or all, is out of the bounds', () => {
    for (const share of [1, 10, 50, 90, 99]) {
      const amount = `about ${share}%`;
      const needed = countNeeded(amount);
      const { min, max } = readAmount(amount, needed, needed);
      expect(min > 0 && max < needed, amount).toBe(true);
      const fewer = Math.floor(needed * 0.9);
      const loose = readAmount(amount, fewer, fewer);
      expect(loose.min > 0 && loose.max < fewer, amount).toBe(false);
    }
    expect(countNeeded('10%')).toBe(0);
  });
});
