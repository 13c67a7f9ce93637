// How good the patterns are: on the half of the corpus that they were made with, and on the half that they were not.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRedaction } from '../../src/redaction/redact.ts';
import { readCarrierTexts, readOrdinaryLines, type CarrierText, type OrdinaryLine } from './corpus.ts';
import { buildNeedle, findLeaks } from './search.ts';

const { redactText } = createRedaction({ allowKeys: [] });
const texts = readCarrierTexts();
const lines = readOrdinaryLines();

interface Count {
  readonly hits: number;
  readonly of: number;
}

function count<T>(items: readonly T[], isHit: (item: T) => boolean): Count {
  return { hits: items.filter(isHit).length, of: items.length };
}

const isHidden = ({ id, text, core, template }: CarrierText): boolean =>
  findLeaks(redactText(text), [buildNeedle(id, core, template)]).length === 0;
const isChanged = ({ text }: OrdinaryLine): boolean => redactText(text) !== text;
const half = <T extends { readonly heldOut: boolean }>(items: readonly T[], heldOut: boolean): T[] =>
  items.filter((item) => item.heldOut === heldOut);

const kinds = [...new Set(texts.map(({ kind }) => kind))];
const recallOf = (kind: string, heldOut: boolean): Count =>
  count(
    half(texts, heldOut).filter((text) => text.kind === kind),
    isHidden,
  );

const renderShare = ({ hits, of }: Count): string => `${hits} of ${of} (${((hits / of) * 100).toFixed(1)} %)`;

function renderFigures(): string {
  return [
    '| hidden, of texts that hold one | half that the patterns were made with | held-out half |',
    '| --- | --- | --- |',
    ...kinds.map((kind) => `| ${kind} | ${renderShare(recallOf(kind, false))} | ${renderShare(recallOf(kind, true))} |`),
    `| **changed, of ordinary lines** | ${renderShare(count(half(lines, false), isChanged))} | ${renderShare(count(half(lines, true), isChanged))} |`,
  ].join('\n');
}

test('docs/redaction.md has the figures', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/redaction.md'), 'utf8');
  expect(page).toContain(renderFigures());
});

test('the corpus is large enough, and both halves are used', () => {
  expect(lines.length).toBeGreaterThanOrEqual(1000);
  for (const heldOut of [false, true]) {
    expect(half(lines, heldOut).length).toBeGreaterThanOrEqual(500);
    for (const kind of kinds) expect(recallOf(kind, heldOut).of, kind).toBeGreaterThan(0);
  }
});

describe.each([
  ['made with', false],
  ['held out', true],
])('the half that was %s', (_name, heldOut) => {
  test('of ordinary lines at most one in a hundred is changed', () => {
    const { hits, of } = count(half(lines, heldOut), isChanged);
    expect(hits / of).toBeLessThanOrEqual(0.01);
  });

  test.each(['pan', 'iban'])('%s: check digits find all', (kind) => {
    const { hits, of } = recallOf(kind, heldOut);
    expect(hits).toBe(of);
  });
});

describe('the measurement itself', () => {
  test('without redaction every text leaks', () => {
    const silent = texts.filter(({ id, text, core, template }) => findLeaks(text, [buildNeedle(id, core, template)]).length === 0);
    expect(silent.map(({ text }) => text)).toEqual([]);
  });

  test('a rule that hides every number is told by the ordinary lines', () => {
    const { hits, of } = count(lines, ({ text }) => /\d{4}/.test(text));
    expect(hits / of).toBeGreaterThan(0.01);
  });
});
