import { describe, expect, it } from 'vitest';
import { baseUnitFor, baseUnits, isBaseUnit, unitWords } from './units.ts';

const taken = [...baseUnits, '{job}', '{minor_unit}', '{Request}', `{${'a'.repeat(61)}}`];
const refused = ['', 'ms', 'kBy', '%', 'S', 'by', '{}', '{a b}', '{a}{b}', '{job', 'By/s', '{job}/s', ' s', 's\n', '1 '];

describe('isBaseUnit', () => {
  it.each(taken)('takes %j', (unit) => {
    expect(isBaseUnit(unit)).toBe(true);
  });

  // A unit has at most 63 characters.
  it.each([...refused, `{${'a'.repeat(62)}}`])('refuses %j', (unit) => {
    expect(isBaseUnit(unit)).toBe(false);
  });
});

describe('baseUnitFor', () => {
  it.each([...unitWords.keys()].filter((unit) => !isBaseUnit(unit)))('names the base unit of %s, which is refused', (unit) => {
    expect(baseUnits).toContain(baseUnitFor.get(unit));
  });

  it('names none for a unit that is taken', () => {
    expect([...baseUnitFor.keys()].filter((unit) => isBaseUnit(unit))).toEqual([]);
  });
});
