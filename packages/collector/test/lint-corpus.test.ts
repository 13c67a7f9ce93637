import { explainMissingBackend, findBackend } from '@plinth/backends';
import { expect, test } from 'vitest';
import { readRulePage } from './rule-case.ts';
import { rules } from '../src/lint/rules.ts';
import type { Verdict } from './lint-corpus/corpus.ts';
import { isFound, readCorpus, validate } from './lint-corpus/corpus.ts';

const corpus = readCorpus();

test('the corpus has a wrong config for each rule, and says where each comes from', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(60);
  expect([...new Set(corpus.map(({ expected }) => expected))].toSorted()).toEqual(rules.map(({ id }) => id));
  expect(corpus.filter(({ from }) => from === '').map(({ name }) => name)).toEqual([]);
});

test.each(corpus)('the linter finds $name', (config) => {
  expect(isFound(config)).toBe(true);
});

const binary = findBackend('otelcol');
const reason = explainMissingBackend('otelcol');

test.skipIf(reason !== undefined)(
  `a real Collector accepts many of them${reason === undefined ? '' : ` (skipped: ${reason})`}`,
  () => {
    const verdicts = corpus.map((config): Verdict => validate(binary ?? '', config));
    const asked = verdicts.filter((verdict) => verdict !== 'absent').length;
    const refused = verdicts.filter((verdict) => verdict === 'refused').length;
    // oxlint-disable-next-line no-console
    console.info(
      `wrong configs found: linter ${corpus.filter(isFound).length} of ${corpus.length}, otelcol validate ${refused} of ${asked}`,
    );
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(asked);
  },
  60_000,
);

test.skipIf(reason !== undefined)(
  `a real Collector accepts the right block of every page${reason === undefined ? '' : ` (skipped: ${reason})`}`,
  () => {
    const refused = rules.filter(({ id }) => {
      const { right: text, options } = readRulePage(id);
      return validate(binary ?? '', { name: id, text, expected: id, options, from: '' }) === 'refused';
    });
    expect(refused.map(({ id }) => id)).toEqual([]);
  },
  60_000,
);
