import { describe, expect, it } from 'vitest';
import { checkTest } from './check.ts';
import type { Evidence } from './check.ts';
import type { Item } from './item.ts';
import { suiteSchema } from './schema.ts';

const item = (identity: string, attributes: Item['attributes'] = {}, name = 'GET /'): Item => ({
  signal: 'spans',
  identity,
  traceId: identity,
  fields: { name, status: 'unset' },
  attributes,
  resource: { 'service.name': 'shop' },
});

function check(
  expectation: unknown,
  given: readonly Item[],
  arrived: Readonly<Record<string, readonly Item[]>>,
  bytes = '',
): readonly string[] {
  const suite = suiteSchema.parse({ config: 'c', tests: [{ name: 'n', given: {}, expect: [expectation] }] });
  const [test] = suite.tests;
  if (test === undefined) throw new Error('no test');
  const evidence: Evidence = {
    given,
    sent: ['{"a":"secret \\"x\\""}'],
    arrived: new Map(Object.entries(arrived).map(([id, items]) => [id, { items, bodies: [Buffer.from(bytes)] }])),
  };
  return checkTest(test, evidence).map(({ message }) => message);
}

const a = item('a', { team: 'x' });
const b = item('b', { team: 'y' });

describe('checkTest', () => {
  it('counts a record once, at however many exporters it arrived', () => {
    expect(check({ kept: 2, dropped: 0, arrived: 3 }, [a, b], { one: [a, b], two: [a] })).toEqual([]);
    expect(check({ kept: 'all' }, [a, b], { one: [a], two: [b] })).toEqual([]);
    expect(check({ at: 'two', kept: 1, dropped: 1 }, [a, b], { one: [a, b], two: [a] })).toEqual([]);
    expect(check({ kept: 'all' }, [a, b], { one: [a, a] })).toEqual(['spans: expected all 2 to be kept, 1 of 2 given was']);
  });

  it('picks by what a record was before the pipeline, and what the pipeline made by what it is', () => {
    const changed = item('a', { team: 'masked' });
    expect(check({ where: { team: 'x' }, attributes: { team: 'masked' } }, [a, b], { one: [changed, b] })).toEqual([]);
    expect(check({ where: { team: 'masked' }, kept: 'all' }, [a, b], { one: [changed, b] })).toEqual([
      'spans with team "masked": nothing that was given is picked, so nothing can be kept',
    ]);
    const made = item('made', { team: 'z' });
    expect(check({ where: { team: 'z' }, arrived: 1 }, [a], { one: [a, made] })).toEqual([]);
    expect(check({ where: { 'service.name': 'shop' }, arrived: 2 }, [a], { one: [a, made] })).toEqual([]);
  });

  it('does not hold over nothing', () => {
    expect(check({ attributes: { card: { absent: true } } }, [a], { one: [] })).toEqual(['spans: nothing arrived that could be checked']);
    expect(check({ where: { team: 'q' }, dropped: 'all' }, [a], { one: [] })).toHaveLength(1);
    expect(check({ where: { team: 'q' }, dropped: 0 }, [a], { one: [] })).toEqual([]);
    expect(check({ kept: 'about 10%' }, [a], { one: [] })).toHaveLength(1);
    expect(check({ nowhere: ['sceret'] }, [a], { one: [a] })).toEqual(['expected "sceret" nowhere, but it is nowhere in what is given']);
  });

  it('looks for texts in bytes', () => {
    expect(check({ nowhere: ['secret "x"'] }, [a], { one: [a] }, 'a secret "y"')).toEqual([]);
    expect(check({ nowhere: ['secret "x"'] }, [a], { one: [], two: [] }, 'a secret "x"')).toEqual([
      'expected "secret \\"x\\"" nowhere, one and two sent it',
    ]);
    expect(check({ at: 'one', nowhere: ['secret'] }, [a], { two: [] }, 'secret')).toEqual([]);
  });

  it('shows at most five of the records that are wrong', () => {
    const many = Array.from({ length: 20 }, (_, index) => item(String(index)));
    expect(check({ attributes: { team: 'x' } }, many, { one: many })).toEqual([
      'spans: expected attribute team to be "x", got nothing (20 of 20)',
    ]);
  });
});
