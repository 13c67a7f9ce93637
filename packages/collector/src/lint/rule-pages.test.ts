import { readdirSync, readFileSync } from 'node:fs';
import type { RuleRow } from '@plinth/findings';
import { describe, expect, test } from 'vitest';
import { lintText, readRulePage } from '../../test/rule-case.ts';
import { rules } from './rules.ts';

const pages = readdirSync(new URL('../../../../docs/rules/collector/', import.meta.url)).filter((name) => /^C\d+\.md$/.test(name));

test('every rule has a page, and every page a rule', () => {
  expect(pages.toSorted()).toEqual(rules.map(({ id }) => `${id}.md`).toSorted());
});

test('ids are unique and in order', () => {
  const ids = rules.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].toSorted());
});

/** The words of a rule; of a rule with several checks, a list with a line for each. */
function renderWords(rule: RuleRow, word: 'why' | 'remedy'): string {
  if (rule.messages === undefined) return rule[word];
  return Object.values(rule.messages)
    .map((check) => `- ${check.title}: ${check[word]}`)
    .join('\n');
}

describe.each(rules)('$id', (rule) => {
  const page = readRulePage(rule.id);

  test('the page has the rule’s words, under the same headings as all others', () => {
    const headings = [...page.text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['What', 'Why', 'Wrong', 'Right', 'Remedy', 'Source']);
    expect(page.text.startsWith(`# ${rule.id}: ${rule.title}\n`)).toBe(true);
    expect(page.text).toContain(`\n## Why\n\n${renderWords(rule, 'why')}\n`);
    expect(page.text).toContain(`\n## Remedy\n\n${renderWords(rule, 'remedy')}\n`);
    expect(page.text).toContain(`\n## Source\n\n${rule.source}\n`);
  });

  test('the wrong block gives this finding and no other', () => {
    const ids = new Set(lintText(page.wrong, page.options).map(({ id }) => id));
    expect([...ids].toSorted()).toEqual([rule.id, ...page.companions].toSorted());
  });

  test('the right block gives none', () => {
    expect(lintText(page.right, page.options)).toEqual([]);
  });
});

test('the list of the rules is the one in the README', () => {
  const readme = readFileSync(new URL('../../../../docs/rules/collector/README.md', import.meta.url), 'utf8');
  for (const { id, severity, title } of rules)
    expect(readme).toMatch(new RegExp(`\\| \\[${id}\\]\\(${id}\\.md\\) +\\| ${severity} +\\| ${title.replace(/[()]/g, '\\$&')} +\\|`));
});
