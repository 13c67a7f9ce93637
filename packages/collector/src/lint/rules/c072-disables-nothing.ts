import type { Rule } from '../rule.ts';

/** Found in comments, which no config has. */
export const disablesNothing: Rule = {
  id: 'C072',
  title: 'disabled rule that finds nothing',
  severity: 'warning',
  why: 'An exception that is not needed any more hides the next mistake on that line.',
  remedy: 'Remove the comment.',
  source: 'https://opentelemetry.io/docs/collector/configuration/',
  check: () => [],
};
