import { checkStructure } from '../structure.ts';
import type { Rule } from '../rule.ts';

export const unknownKey: Rule = {
  id: 'C069',
  title: 'key or value that the component does not know',
  severity: 'error',
  why: 'The Collector decodes strictly: one unknown key, or a value of another type, and it does not start.',
  remedy: 'Correct the spelling, or remove the key.',
  source: 'https://opentelemetry.io/docs/collector/configuration/',
  check: ({ graph, version }) =>
    graph.components.flatMap(({ kind, type, config, path }) =>
      checkStructure(kind, type, config, version).map((problem) => ({
        path: [...path, ...problem.path],
        message: problem.nearest === undefined ? problem.message : `${problem.message}; did you mean "${problem.nearest}"?`,
      })),
    ),
};
