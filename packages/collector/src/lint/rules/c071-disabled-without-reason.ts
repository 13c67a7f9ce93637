import type { RuleRow } from '@plinth/findings';

/** The engine finds it in comments. */
export const disabledWithoutReason: RuleRow = {
  id: 'C071',
  title: 'rule disabled without a reason',
  severity: 'warning',
  why: 'Nobody can tell later whether the exception still holds.',
  remedy: 'Write `# plinth-lint-disable C012 -- why it is right here`.',
  source: 'https://opentelemetry.io/docs/collector/configuration/',
};
