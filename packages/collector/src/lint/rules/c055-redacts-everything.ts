import type { Rule } from '../rule.ts';
import { asList } from '../source/value-path.ts';

export const redactsEverything: Rule = {
  id: 'C055',
  title: 'redaction that removes every attribute',
  severity: 'warning',
  why: 'allow_all_keys is false by default and the list of allowed keys is empty: it fails closed, and every span and record loses all its attributes.',
  remedy: 'Set allow_all_keys: true and list what to block, or list the allowed_keys.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/processor/redactionprocessor/README.md',
  check: ({ graph }) =>
    graph.components
      .filter(
        ({ kind, type, config }) =>
          kind === 'processor' && type === 'redaction' && config['allow_all_keys'] !== true && asList(config['allowed_keys']).length === 0,
      )
      .map(({ id, path }) => ({ path, message: `"${id}" allows no key` })),
};
