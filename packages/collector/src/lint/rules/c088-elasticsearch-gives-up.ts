import { isUsed } from '../facts/pipeline-graph.ts';
import { readRetry } from '../facts/retry.ts';
import type { Place, Rule } from '../rule.ts';
import { getAt } from '../source/value-path.ts';

/** In seconds. A node of Elasticsearch takes longer than this to start again. */
const shortest = 60;

export const elasticsearchGivesUp: Rule = {
  id: 'C088',
  title: 'Elasticsearch exporter that gives up at once',
  severity: 'warning',
  why: 'It has no retry_on_failure: what its own retry gives up is lost, whatever the queue could still hold. By default that is after two retries, 0.3 seconds, and at once for every status but 429: a proxy or a node that starts again says 503. Before 0.158 timeout (90 s) ends all retries of a batch.',
  remedy:
    'retry: {max_retries: …, max_interval: 30s, retry_on_status: [429, 502, 503, 504]}, and before 0.158 a timeout longer than the outage.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/issues/45747',
  check: ({ graph, version }) =>
    graph.components
      .filter((component) => component.kind === 'exporter' && component.type === 'elasticsearch' && isUsed(graph, component))
      .flatMap((component): Place[] => {
        const { id, config, path } = component;
        // C025 is about an exporter without retry. A sender that waits for the answer sends again itself.
        const waits = getAt(config, 'sending_queue', 'enabled') === false || getAt(config, 'sending_queue', 'wait_for_result') === true;
        if (waits || getAt(config, 'retry', 'enabled') === false) return [];
        const places: Place[] = [];
        const retry = readRetry(component, version);
        if (retry !== undefined && retry.seconds < shortest)
          places.push({ path: [...path, ...retry.path], message: `"${id}" gives up after ${retry.seconds} s` });
        const given = getAt(config, 'retry', 'retry_on_status');
        if (given === undefined || (Array.isArray(given) && !given.includes(503)))
          places.push({
            path: given === undefined ? path : [...path, 'retry', 'retry_on_status'],
            message: `"${id}" drops a batch at status 503`,
          });
        return places;
      }),
};
