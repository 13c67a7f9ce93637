import { parseGoDuration } from '../facts/go-duration.ts';
import { findUsed } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';
import { asList, asNumber, getAt } from '../source/value-path.ts';

/** Policies that keep only remarkable traces. A policy of any other type may keep a share of the rest. */
const remarkable = ['status_code', 'latency', 'string_attribute', 'numeric_attribute', 'boolean_attribute', 'span_count', 'trace_state'];

export const tailSamplingSettings: Rule = {
  id: 'C023',
  title: 'tail_sampling that decides too early or keeps no baseline',
  severity: 'warning',
  why: 'Traces beyond num_traces are decided before they are whole. Spans that come after decision_wait are judged alone. Without a policy for the rest there is nothing normal to compare the errors with.',
  remedy:
    'num_traces: at least 2 × new traces per second × decision_wait. decision_wait: longer than the slowest traces. Add a probabilistic policy.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/processor/tailsamplingprocessor/README.md',
  check: ({ graph }, { expected }) =>
    findUsed(graph, 'processor', 'tail_sampling').flatMap(({ id, config, path }): Place[] => {
      const places: Place[] = [];
      const types = asList(config['policies']).map((policy) => getAt(policy, 'type'));
      if (types.length === 0) places.push({ path, severity: 'error', message: `"${id}" has no policies` });
      else if (types.every((type) => remarkable.includes(String(type)))) {
        places.push({ path: [...path, 'policies'], message: `"${id}" keeps no share of ordinary traces` });
      }
      const wait = config['decision_wait'] === undefined ? 30 : parseGoDuration(config['decision_wait']);
      const capacity = config['num_traces'] === undefined ? 50_000 : asNumber(config['num_traces']);
      const rate = expected?.tracesPerSecond;
      if (rate !== undefined && wait !== undefined && capacity !== undefined && capacity < rate * wait) {
        places.push({
          path: [...path, ...(config['num_traces'] === undefined ? [] : ['num_traces'])],
          message: `num_traces ${capacity} holds less than ${wait} s of ${rate} traces/s`,
        });
      }
      for (const key of ['sampled_cache_size', 'non_sampled_cache_size']) {
        const size = asNumber(getAt(config, 'decision_cache', key));
        if (size !== undefined && size > 0 && capacity !== undefined && size < capacity)
          places.push({
            path: [...path, 'decision_cache', key],
            message: `${key} ${size} forgets decisions before num_traces ${capacity} forgets the traces`,
          });
      }
      if (expected?.traceSeconds !== undefined && wait !== undefined && wait < expected.traceSeconds) {
        places.push({
          path: [...path, ...(config['decision_wait'] === undefined ? [] : ['decision_wait'])],
          message: `decision_wait ${wait} s is shorter than a trace (${expected.traceSeconds} s)`,
        });
      }
      return places;
    }),
};
