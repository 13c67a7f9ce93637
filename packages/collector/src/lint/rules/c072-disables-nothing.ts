import type { RuleRow } from '@plinth/findings';

/** The engine finds it in comments. */
export const disablesNothing: RuleRow = {
  id: 'C072',
  title: 'disabled rule that finds nothing',
  severity: 'warning',
  why: 'An exception that is not needed any more hides the next mistake on that line.',
  remedy: 'Remove the comment.',
  source: 'https://opentelemetry.io/docs/collector/configuration/',
};
