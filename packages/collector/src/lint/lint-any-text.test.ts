import fc from 'fast-check';
import { applyFixes } from '@plinth/findings';
import { expect, test } from 'vitest';
import { lintText, readRulePage } from '../../test/rule-case.ts';
import { rules } from './rules.ts';

const texts = rules.map(({ id }) => readRulePage(id).wrong);
const values = ['null', '[]', '{}', '7', '-1', 'true', '""', '"${env:X}"', '[null]', '{a: {b: [1]}}', '*nowhere', '&a', '|', '"'];

/** A wrong config with one value replaced, or one line gone, twice or moved in. */
const damaged = fc
  .record({
    text: fc.constantFrom(...texts),
    line: fc.nat(),
    value: fc.constantFrom(...values),
    kind: fc.constantFrom('value', 'remove', 'twice', 'indent'),
  })
  .map(({ text, line, value, kind }) => {
    const lines = text.split('\n');
    const index = line % lines.length;
    const old = lines[index] ?? '';
    const edits: Readonly<Record<string, readonly string[]>> = {
      value: [old.replace(/([:-])( .*)?$/, `$1 ${value}`)],
      remove: [],
      twice: [old, old],
      indent: [`  ${old}`],
    };
    return lines.toSpliced(index, 1, ...(edits[kind] ?? [])).join('\n');
  });

function isBroken(text: string): boolean {
  return lintText(text).some(({ id, severity }) => id === 'C070' && severity === 'error');
}

test('a damaged config is judged, never thrown at, and its fixes can be made', () => {
  fc.assert(
    fc.property(damaged, (text) => {
      const findings = lintText(text, { environment: 'production', dataClass: 'personal' });
      const lines = text.split('\n').length;
      for (const { line, column } of findings) {
        expect(line).toBeLessThanOrEqual(lines);
        expect(column).toBeGreaterThanOrEqual(1);
      }
      const fixed = applyFixes(text, findings);
      expect(isBroken(fixed) && !isBroken(text)).toBe(false);
    }),
    { numRuns: 400 },
  );
});
