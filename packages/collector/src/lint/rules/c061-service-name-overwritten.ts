import type { Place, Rule } from '../rule.ts';
import { asList, asString, getAt } from '../source/value-path.ts';

export const serviceNameOverwritten: Rule = {
  id: 'C061',
  title: 'one service.name for everybody',
  severity: 'warning',
  why: 'The senders say who they are in service.name. Written over with one value, all services look like one: no map, no SLO and no alert can tell them apart.',
  remedy: 'Remove it, or use action: insert, which only fills in what is missing.',
  source: 'https://github.com/instrumentation-score/spec/blob/main/rules/RES-005.md',
  check: ({ graph }) =>
    graph.pipelines
      .filter(({ receivers }) => receivers.some(({ type }) => ['otlp', 'jaeger', 'zipkin'].includes(type)))
      .flatMap(({ processors }) => processors)
      .filter(({ type, component }) => type === 'resource' && component !== undefined)
      .flatMap(({ component }): Place[] =>
        asList(component?.config['attributes']).flatMap((action, index): Place[] => {
          const value = asString(getAt(action, 'value'));
          if (
            getAt(action, 'key') !== 'service.name' ||
            !['upsert', 'update'].includes(String(getAt(action, 'action'))) ||
            value === undefined
          )
            return [];
          return [{ path: [...(component?.path ?? []), 'attributes', index], message: `every service becomes "${value}"` }];
        }),
      ),
};
