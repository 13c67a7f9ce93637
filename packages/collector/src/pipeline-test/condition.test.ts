import { describe, expect, it } from 'vitest';
import { meets, renderCondition } from './condition.ts';

describe('meets', () => {
  it.each([
    ['x', 'x', 'y'],
    [200, 200, '200'],
    [true, true, 'true'],
    [{ equals: 'x' }, 'x', undefined],
    [{ matches: '^\\*+$' }, '****', '**4*'],
    [{ matches: 'a' }, ['a'], undefined],
    [{ contains: 'b' }, 'abc', 'ac'],
    [{ lacks: 'b' }, undefined, 'abc'],
    [{ lacks: 'b' }, 'ac', { inner: ['b'] }],
    [{ present: true }, '', undefined],
    [{ absent: true }, undefined, ''],
    [{ contains: 'a', lacks: 'b' }, 'a', 'ab'],
  ] as const)('%o takes %o, not %o', (condition, right, wrong) => {
    expect(meets(condition, right)).toBe(true);
    expect(meets(condition, wrong)).toBe(false);
    expect(renderCondition(condition)).toMatch(/^(not )?to /);
  });

  it('compares integers beyond the safe ones', () => {
    expect(meets(2 ** 53, 2n ** 53n)).toBe(true);
    expect(meets(2 ** 53, 7n)).toBe(false);
  });
});
