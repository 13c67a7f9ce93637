import { describe, expect, it } from 'vitest';
import { buildPath, checkItems, isPlainObject, readProperty } from './shape.ts';

describe('buildPath', () => {
  it('is what a developer would write', () => {
    expect(buildPath(buildPath(buildPath(buildPath('', 'metrics'), 'order.value'), 'labels'), 'le')).toBe(
      'metrics["order.value"].labels.le',
    );
    expect(buildPath('buckets', 2)).toBe('buckets[2]');
    expect(buildPath('labels', 'a"b\n')).toBe('labels["a\\"b\\n"]');
    expect(buildPath('events', '')).toBe('events[""]');
  });
});

describe('isPlainObject', () => {
  it('takes object literals and modules', async () => {
    for (const value of [{}, Object.create(null), await import('./shape.ts')]) expect(isPlainObject(value)).toBe(true);
  });

  it('takes nothing that would hide its entries', () => {
    for (const value of [null, undefined, 1, 'a', [], new Map(), new Date(), () => 1, /a/]) expect(isPlainObject(value)).toBe(false);
  });
});

describe('readProperty', () => {
  it('reads own properties only', () => {
    expect(readProperty({ a: 1 }, 'a')).toBe(1);
    expect(readProperty({}, 'constructor')).toBeUndefined();
  });
});

describe('checkItems', () => {
  it('visits the holes of a sparse array', () => {
    const visited: unknown[] = [];
    const sparse: number[] = [];
    sparse[2] = 1;
    checkItems(sparse, 'buckets', (item, path) => {
      visited.push([item, path]);
      return [];
    });
    expect(visited).toEqual([
      [undefined, 'buckets[0]'],
      [undefined, 'buckets[1]'],
      [1, 'buckets[2]'],
    ]);
  });
});
