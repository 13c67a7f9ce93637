import { isHighCardinality } from '../facts/high-cardinality.ts';
import { isUsed } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';
import { asList, asString, findMappings, getAt } from '../source/value-path.ts';

export const metricCardinality: Rule = {
  id: 'C062',
  title: 'metric with a series for each request',
  severity: 'warning',
  why: 'An attribute with a new value for each request, user or address makes a new series each time: memory and the bill grow without end.',
  remedy: 'Drop the attribute, or use one with few values (http.route, a status class).',
  source: 'https://github.com/instrumentation-score/spec/blob/main/rules/MET-001.md',
  check: ({ graph }) =>
    graph.components
      .filter(
        (component) =>
          component.kind === 'connector' &&
          ['count', 'sum', 'exceptions', 'service_graph'].includes(component.type) &&
          isUsed(graph, component),
      )
      .flatMap(({ type, config, path }): Place[] => {
        if (type === 'service_graph') {
          return asList(config['dimensions']).flatMap((name, index): Place[] =>
            isHighCardinality(name) ? [{ path: [...path, 'dimensions', index], message: `"${name}" has a value for each request` }] : [],
          );
        }
        return [...findMappings(config)].flatMap(({ path: at, value }): Place[] =>
          ['attributes', 'dimensions'].flatMap((list) =>
            asList(value[list]).flatMap((attribute, index): Place[] => {
              const key = asString(getAt(attribute, 'key')) ?? asString(getAt(attribute, 'name'));
              return isHighCardinality(key)
                ? [{ path: [...path, ...at, list, index], message: `"${key}" has a value for each request` }]
                : [];
            }),
          ),
        );
      }),
};
