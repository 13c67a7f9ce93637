import { resolveComponentType } from '../../catalogue/component-types.ts';
import type { Rule } from '../rule.ts';

export const removedComponent: Rule = {
  id: 'C003',
  title: 'removed component',
  severity: 'error',
  why: 'The component is in no image any more: the Collector stops at start with "unknown type".',
  remedy: 'Use what replaced it.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/issues/41413',
  check: ({ graph, version, versionKnown }) =>
    graph.components.flatMap(({ kind, writtenType, path }) => {
      const resolution = resolveComponentType(kind, writtenType, version);
      if (resolution.status !== 'removed') return [];
      const instead = resolution.replacement === undefined ? '' : `; use "${resolution.replacement}"`;
      // The config may be meant for an older Collector.
      const severity = versionKnown ? ('error' as const) : ('warning' as const);
      return [{ path, severity, message: `${kind} "${writtenType}" was removed in ${resolution.since}${instead}` }];
    }),
};
