import type { Finding } from '@plinth/findings';
import { expect, test } from 'vitest';
import { renderExcluded, renderProjects, renderRules, replaceSection } from './tables.ts';

const finding = (id: string, severity: Finding['severity'], file: string): Finding => ({
  id,
  severity,
  file,
  line: 1,
  column: 1,
  path: '',
  message: 'somebody’s password',
  why: '',
  remedy: '',
  source: '',
});
const project = (name: string) => ({ name, commit: '0123456789abcdef', excluded: [] });
const results = [
  {
    project: project('a/a'),
    files: 3,
    findings: [finding('C001', 'error', 'x'), finding('C001', 'warning', 'x'), finding('C002', 'info', 'y')],
  },
  { project: project('b/b'), files: 2, findings: [finding('C001', 'error', 'x')] },
];
const verdict = { rule: 'C001', read: 3, false: 1, corrected: 2 };

test('a row for each project, and their sum', () => {
  expect(renderProjects(results).slice(2)).toEqual([
    '| a/a | 0123456789 | 3 | 1 | 1 | 1 |',
    '| b/b | 0123456789 | 2 | 1 | 0 | 0 |',
    '| all |  | 5 | 2 | 1 | 1 |',
  ]);
});

test('a row for each rule; files of the same name in two projects are two; no text of a config', () => {
  const rows = renderRules(results, [verdict, { rule: 'C003', read: 0, false: 0, corrected: 4 }]);
  expect(rows.slice(2)).toEqual([
    '| [C001](C001.md) | 2 | 2 | 1 | 0 | 3 | 1 | 2 |',
    '| [C002](C002.md) | 1 | 0 | 0 | 1 | 0 | 0 | 0 |',
    '| [C003](C003.md) | 0 | 0 | 0 | 0 | 0 | 0 | 4 |',
  ]);
});

test('more was read than is found: the verdicts are of other findings', () => {
  expect(() => renderRules(results, [{ ...verdict, read: 4 }])).toThrow('read again');
});

test('what is excluded, and why', () => {
  expect(renderExcluded([{ ...project('a/a'), excluded: [{ pattern: /wrong/, why: 'on purpose' }] }])).toEqual([
    '- a/a: `wrong`: on purpose',
  ]);
});

test('only what stands between the marks is replaced', () => {
  const [begin, end] = ['<!-- public configs: written by npm run public-configs -->', '<!-- public configs: end -->'];
  expect(replaceSection(`a\n${begin}\nold\n${end}\nb\n`, ['new'])).toBe(`a\n${begin}\n\nnew\n\n${end}\nb\n`);
  expect(() => replaceSection('a\n', ['new'])).toThrow(begin);
});
