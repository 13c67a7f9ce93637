import { describe, expect, test } from 'vitest';
import { explainRule, renderExplanation, renderRuleList } from './explain.ts';
import type { RuleRow } from './rule.ts';

const plain: RuleRow = {
  id: 'A001',
  title: 'door is open',
  severity: 'warning',
  why: 'It is cold.',
  remedy: 'Close it.',
  source: 'https://example.com/a001',
};
const several: RuleRow = {
  id: 'A002',
  title: 'room is not tidy',
  severity: 'error',
  source: 'https://example.com/a002',
  messages: {
    bed: { title: 'bed is not made', why: 'Guests come.', remedy: 'Make it.' },
    desk: { title: 'desk is full', why: 'Guests come.', remedy: 'Clear it.' },
  },
};

describe('a rule with one check', () => {
  test('for a terminal', () => {
    expect(renderExplanation(plain)).toBe(
      'A001 door is open (warning)\n\nWhy: It is cold.\n\nDo: Close it.\n\nSee: https://example.com/a001\n',
    );
  });
});

describe('a rule with several checks', () => {
  test('has the words of each check for a terminal', () => {
    expect(renderExplanation(several)).toBe(
      'A002 room is not tidy (error)\n\nbed is not made\n  Why: Guests come.\n  Do: Make it.\n\ndesk is full\n  Why: Guests come.\n  Do: Clear it.\n\nSee: https://example.com/a002\n',
    );
  });

  test('has them as data too, and all words together, each once', () => {
    expect(explainRule(several)).toMatchObject({
      why: 'Guests come.',
      remedy: 'Make it. Clear it.',
      checks: [
        { check: 'bed', title: 'bed is not made' },
        { check: 'desk', title: 'desk is full' },
      ],
    });
  });
});

test('all rules, one a line', () => {
  expect(renderRuleList([plain, several])).toBe('A001 warning door is open\nA002 error   room is not tidy\n');
});
