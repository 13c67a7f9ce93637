import { checkStructure } from '../../catalogue/config-schema.ts';
import type { Place, Rule } from '../rule.ts';
import { getAt } from '../source/value-path.ts';
import { checkConfigStructure } from './config-structure.ts';

export const unknownKey: Rule = {
  id: 'C069',
  title: 'key or value that the component does not know',
  severity: 'error',
  yields: true,
  why: 'The Collector decodes strictly: one unknown key, or a value of another type, and it does not start.',
  remedy: 'Correct the spelling, or remove the key.',
  source: 'https://opentelemetry.io/docs/collector/configuration/',
  check: ({ graph, value, version, versionKnown, distribution }) => [
    ...checkConfigStructure(value, distribution),
    ...graph.components.flatMap(({ kind, type, path }) =>
      checkStructure(kind, type, getAt(value, ...path), version).map((problem): Place => ({
        path: [...path, ...problem.path],
        // Another version may know a key that is like no other key. No version knows a misspelt one.
        severity: versionKnown || problem.nearest !== undefined ? 'error' : 'warning',
        message: problem.nearest === undefined ? problem.message : `${problem.message}; did you mean "${problem.nearest}"?`,
      })),
    ),
  ],
};
