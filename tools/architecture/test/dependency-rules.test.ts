// The machine refuses every import that the tables do not allow, and no other.
import { describe, expect, test } from 'vitest';
import { cruiseSeeds } from './cruised-tree.ts';
import { listSeededEdges } from './seeded-edges.ts';

const edges = listSeededEdges();
const allowed = edges.filter(({ refusedBy }) => refusedBy === undefined);
const forbidden = edges.filter(({ refusedBy }) => refusedBy !== undefined);

test('there is a seeded import for each cell', () => {
  expect(allowed.length).toBeGreaterThan(200);
  expect(forbidden.length).toBeGreaterThan(400);
});

test.each([
  ['collector/src/lint/', 'collector/src/renderers/'],
  ['collector/src/pipeline-test/', 'collector/src/model/'],
  ['collector/src/pipeline-test/', 'collector/src/lint/'],
  ['node/src/workarounds/', 'node/src/newcomer.ts'],
  ['node/src/metrics/', 'node/src/detached.ts'],
  ['node/src/testing/', 'node/src/export/'],
  ['node/src/options/', 'node/src/notices.ts'],
  ['node/src/logs/', 'node/src/traces/'],
])('among them is one that the machine once let pass: %s → %s', (from, to) => {
  expect(forbidden.filter((edge) => edge.from.startsWith(`packages/${from}`) && edge.to.startsWith(`packages/${to}`))).toHaveLength(1);
});

describe('the seeded imports', () => {
  test('each that the tables allow has no finding', { timeout: 60_000 }, () => {
    expect(cruiseSeeds(allowed)).toEqual([]);
  });

  test('each that the tables forbid is refused by the rule that is meant for it', { timeout: 60_000 }, () => {
    const violations = new Set(cruiseSeeds(forbidden).map(({ from, to, rule }) => `${from} → ${to}: ${rule}`));
    expect(forbidden.map(({ from, to, refusedBy }) => `${from} → ${to}: ${refusedBy}`).filter((edge) => !violations.has(edge))).toEqual([]);
  });
});
