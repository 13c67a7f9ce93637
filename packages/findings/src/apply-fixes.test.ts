import { expect, test } from 'vitest';
import { applyFixes } from './apply-fixes.ts';
import type { Finding, Fix } from './finding.ts';

const place = {
  id: 'C001',
  severity: 'error',
  file: '',
  line: 1,
  column: 1,
  path: '',
  message: '',
  why: '',
  remedy: '',
  source: '',
} as const;
const build = (...fixes: Fix[]): Finding => ({ ...place, fixes });

test('edits that overlap: the first finding wins', () => {
  expect(applyFixes('abcd', [build({ start: 0, end: 2, text: 'x' }), build({ start: 1, end: 3, text: 'y' })])).toBe('xcd');
});

test('edits of one finding are made together or not at all', () => {
  const both = build({ start: 1, end: 2, text: 'y' }, { start: 3, end: 4, text: 'z' });
  expect(applyFixes('abcd', [both])).toBe('aycz');
  expect(applyFixes('abcd', [build({ start: 0, end: 2, text: 'x' }), both])).toBe('xcd');
});

test('the same edit of two findings is made once', () => {
  expect(applyFixes('abcd', [build({ start: 0, end: 1, text: 'xx' }), build({ start: 0, end: 1, text: 'xx' })])).toBe('xxbcd');
});

test('a finding without fixes changes nothing', () => {
  expect(applyFixes('abcd', [place])).toBe('abcd');
});
