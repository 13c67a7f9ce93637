// What people read: the help of a metric or event, and who owns it.
import { buildProblem, renderArrived, type CatalogProblem } from './errors.ts';

/** Source: https://opentelemetry.io/docs/specs/otel/metrics/api/#instrument-description */
const maxHelpLength = 1023;

/** Checks that `help` says something, on one line. */
export function checkHelp(help: unknown, path: string): CatalogProblem[] {
  if (typeof help !== 'string' || help.trim() === '') return [buildProblem('catalog.help_empty', path, renderArrived(help))];
  if (/[\r\n]/.test(help)) return [buildProblem('catalog.help_form', path, 'several lines')];
  return help.length > maxHelpLength ? [buildProblem('catalog.help_form', path, `${help.length} characters`)] : [];
}

/** Checks that somebody owns it. */
export function checkOwner(owner: unknown, path: string): CatalogProblem[] {
  return typeof owner === 'string' && owner.trim() !== '' ? [] : [buildProblem('catalog.owner_empty', path, renderArrived(owner))];
}
