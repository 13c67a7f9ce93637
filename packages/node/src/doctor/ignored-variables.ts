// OTEL_* variables that are set and that Plinth does not read.
import { variables as honoured } from '../options/variables.ts';
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';

export function checkIgnoredVariables({ variables }: Pick<DoctorEvidence, 'variables'>): Finding[] {
  const ignored = variables.filter((name) => name.startsWith('OTEL_') && !(name in honoured)).toSorted();
  if (ignored.length === 0) return [];
  return [{ code: 'node.variable_ignored', problem: { path: ignored.join(', '), message: 'not read by Plinth' } }];
}
