import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogProblems } from './errors.ts';
import { catalog } from './readme.test-d.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('README', () => {
  it('has the example that is compiled and run', () => {
    const example = readFileSync(new URL('readme.test-d.ts', import.meta.url), 'utf8').replace("'./index.ts'", "'@plinth/catalog'");
    expect(/```ts\n(.*?)```/s.exec(readme)?.[1]).toBe(example);
  });

  it('has the names that the example gets', () => {
    const event = catalog.events['order.placed'];
    for (const metric of [...Object.values(catalog.metrics), event.counter, event.measures.amount_minor]) {
      expect(readme).toMatch(new RegExp(`^\\| \`${metric.name}\` .*\\| \`${metric.prometheusName}\` +\\|$`, 'm'));
    }
  });

  it('lists the problems of the table, and no others', () => {
    const rows = [...readme.matchAll(/^\| `(catalog\.\w+)` +\| (.+?) +\| (.+?) +\|$/gm)].map(([, code, expected, remedy]) => [
      code,
      { message: `expected ${expected}`, remedy },
    ]);
    expect(Object.fromEntries(rows)).toEqual(catalogProblems);
  });
});
