import type { Rule } from '../rule.ts';

/** Found while reading, so there is nothing to check in a config. */
export const unreadable: Rule = {
  id: 'C070',
  title: 'file that cannot be judged',
  severity: 'warning',
  why: 'What is not read is not judged: a typo in the YAML, a template, or a file of another kind would pass silently.',
  remedy: 'Mend the YAML, render the template first, or leave the file out.',
  source: 'https://opentelemetry.io/docs/collector/configuration/',
  check: () => [],
};
