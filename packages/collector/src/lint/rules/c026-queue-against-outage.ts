import { hasQueue } from '../facts/component-traits.ts';
import { isUsed, type ConfiguredComponent } from '../facts/pipeline-graph.ts';
import { readRetry } from '../facts/retry.ts';
import type { Place, Rule } from '../rule.ts';
import { asNumber, getAt, isMapping } from '../source/value-path.ts';

export const queueAgainstOutage: Rule = {
  id: 'C026',
  title: 'queue or retry that ends before the outage',
  severity: 'warning',
  why: 'Retry gives up after max_elapsed_time (300 s by default; Elasticsearch: after retry.max_retries, 2 by default) whatever the queue could still hold; a full queue refuses everything new.',
  remedy: 'max_elapsed_time at least the outage; queue_size at least items per second × outage, with sizer: items.',
  source: 'https://opentelemetry.io/docs/collector/resiliency/',
  check: ({ graph, version }, { expected = {} }) => {
    const outage = expected.outageSeconds;
    if (outage === undefined) return [];
    const rates: Readonly<Record<string, number | undefined>> = {
      traces: expected.spansPerSecond,
      logs: expected.logRecordsPerSecond,
      metrics: expected.dataPointsPerSecond,
    };
    return graph.components
      .filter((component) => (hasQueue(component) || hasOuterQueue(component) || waitsWithLines(component)) && isUsed(graph, component))
      .flatMap((component): Place[] => {
        const { id, config, path } = component;
        const places: Place[] = [];
        const retry = readRetry(component, version);
        if (retry !== undefined && retry.seconds < outage)
          places.push({
            path: [...path, ...retry.path],
            message: `"${id}" gives up after ${retry.seconds} s of an outage of ${outage} s`,
          });
        const size = asNumber(getAt(config, 'sending_queue', 'queue_size'));
        if (getAt(config, 'sending_queue', 'sizer') === 'items' && size !== undefined) {
          const signals = graph.pipelines
            .filter(({ exporters }) => exporters.some((use) => use.component === component))
            .map(({ signal }) => signal);
          const needed = Math.max(0, ...signals.map((signal) => (rates[signal] ?? 0) * outage));
          if (size < needed)
            places.push({
              path: [...path, 'sending_queue', 'queue_size'],
              message: `queue_size ${size} holds less than the ${needed} items of an outage of ${outage} s`,
            });
        }
        return places;
      });
  },
};

/** load_balancing has a queue and a retry only where the config has both keys (C017). */
function hasOuterQueue({ kind, type, config }: ConfiguredComponent): boolean {
  return kind === 'exporter' && type === 'load_balancing' && isMapping(config['sending_queue']) && isMapping(config['retry_on_failure']);
}

/** A refused line stays in its file for as long as the receiver tries again. C084 is about receivers that do not. */
function waitsWithLines({ kind, type, config }: ConfiguredComponent): boolean {
  return kind === 'receiver' && type === 'file_log' && getAt(config, 'retry_on_failure', 'enabled') === true;
}
