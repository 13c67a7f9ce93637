import { describe, expect, it } from 'vitest';
import { checkCollisions, type NameClaim } from './name-collisions.ts';
import { standardMetrics } from './standard-metrics.ts';

function claim(path: string, name: string, type: NameClaim['type'], unit = '{thing}'): NameClaim {
  return { path, name, unit, type };
}

describe('checkCollisions', () => {
  it('lets different names pass', () => {
    expect(
      checkCollisions([claim('a', 'order.placed', 'counter'), claim('b', 'order.amount', 'histogram'), claim('c', 'stock', 'gauge')]),
    ).toEqual([]);
  });

  it.each([
    ['dots and underscores', claim('b', 'a.b', 'gauge'), claim('a', 'a_b', 'gauge'), '"a_b", which a has'],
    ['a family and its counter', claim('b', 'a.b', 'counter'), claim('a', 'a_b', 'gauge'), '"a_b", which a has'],
    ['the sum of a histogram', claim('b', 'a.b.sum', 'gauge'), claim('a', 'a.b', 'histogram'), '"a_b_sum", which a has'],
    ['the birth of a counter', claim('b', 'a.b.created', 'gauge'), claim('a', 'a.b', 'counter'), '"a_b_created", which a has'],
    ['a unit in the name', claim('b', 'a.seconds', 'gauge'), claim('a', 'a', 'gauge', 's'), '"a_seconds", which a has'],
    ['the same OpenTelemetry name', claim('b', 'a.b', 'gauge', 'By'), claim('a', 'a.b', 'gauge', 's'), '"a.b", which a has'],
  ])('finds %s, in either order', (_title, second, first, arrived) => {
    expect(checkCollisions([first, second])).toEqual([expect.objectContaining({ code: 'catalog.name_collision', path: 'b' })]);
    expect(checkCollisions([first, second])[0]?.message).toContain(`got ${arrived}`);
    expect(checkCollisions([second, first])).toEqual([expect.objectContaining({ path: 'a' })]);
  });

  it('does not compare an OpenTelemetry name with a Prometheus name', () => {
    expect(checkCollisions([claim('a', 'a_b', 'gauge', 's'), claim('b', 'a.b', 'gauge')])).toEqual([]);
  });

  it.each(Object.entries(standardMetrics))('refuses the name of the standard metric %s', (_key, { name, type, unit }) => {
    expect(checkCollisions([claim('a', name, type, unit)])).toHaveLength(1);
  });

  it('refuses a name that only the scrape would confuse with a standard metric', () => {
    expect(checkCollisions([claim('a', 'process.cpu', 'counter', 's')])[0]?.message).toContain(
      '"process_cpu_seconds", which the standard metric process.cpu.time has',
    );
  });

  it('reports a metric once, and each of several', () => {
    const three = [claim('a', 'x', 'counter'), claim('b', 'x', 'counter'), claim('c', 'x', 'counter')];
    expect(checkCollisions(three).map(({ path }) => path)).toEqual(['b', 'c']);
  });
});
