import type { RuleRow } from '@plinth/findings';

/** The engine finds it when it reads the files. */
export const unreadable: RuleRow = {
  id: 'C070',
  title: 'file that cannot be judged',
  severity: 'warning',
  why: 'What is not read is not judged: a typo in the YAML, a template, or a file of another kind would pass silently.',
  remedy: 'Mend the YAML, render the template first, or leave the file out.',
  source: 'https://opentelemetry.io/docs/collector/configuration/',
};
