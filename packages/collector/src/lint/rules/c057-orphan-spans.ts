import { isUsed } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';
import { asList, getAt } from '../source/value-path.ts';

/** Conditions that meet a whole kind of request, root and children alike, or the root alone. */
const wholeTrace = /parent_span_id|IsRootSpan|resource\.|trace_id|http\.route|url\.path|http\.target|health/i;

export const orphanSpans: Rule = {
  id: 'C057',
  title: 'filter that leaves orphans',
  severity: 'info',
  why: 'A span that is dropped alone leaves its children without a parent: the trace is torn, and the root may be missing.',
  remedy: 'Drop by what all spans of the trace share, or only leaves; or decide on whole traces in tail_sampling.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/issues/28890',
  check: ({ graph }) =>
    graph.components
      .filter((component) => component.kind === 'processor' && component.type === 'filter' && isUsed(graph, component))
      .flatMap(({ config, path }): Place[] =>
        asList(getAt(config, 'traces', 'span'))
          .map((condition, index) => ({ path: [...path, 'traces', 'span', index], condition: String(condition) }))
          .filter(({ condition }) => !wholeTrace.test(condition))
          .map((place) => ({ path: place.path, message: 'drops single spans; their children lose their parent' })),
      ),
};
