// Decides on whole traces.
import type { Duration, SamplingPolicy } from '@plinth/manifest';

import { because, type Component } from './component.ts';
import type { ConfigMap } from './config-value.ts';

export interface TailSamplingSettings {
  readonly policies: readonly SamplingPolicy[];
  /** Share of the traces that no policy keeps. */
  readonly rest: number;
  readonly decisionWait: Duration;
  readonly newTracesPerSecond: number;
  readonly sizedBy: string;
}

export function buildTailSampling({ policies, rest, decisionWait, newTracesPerSecond, sizedBy }: TailSamplingSettings): Component {
  const waiting = Math.ceil(newTracesPerSecond * decisionWait.seconds * 2);
  const traces = Math.max(waiting, 1000);
  return {
    kind: 'processor',
    type: 'tail_sampling',
    config: {
      decision_wait: decisionWait.text,
      num_traces: traces,
      block_on_overflow: true,
      expected_new_traces_per_sec: Math.ceil(newTracesPerSecond),
      decision_cache: { sampled_cache_size: traces * 10, non_sampled_cache_size: traces * 10 },
      policies: [
        ...policies.map(buildPolicy),
        { name: 'rest', type: 'probabilistic', probabilistic: { sampling_percentage: percent(rest) } },
      ],
    },
    reasons: [
      because('policies', 'From sampling.policies; what none of them keeps is kept at the rate of sampling.rest.'),
      because('decision_wait', 'Spans that come later find the decision in the cache below.'),
      because('num_traces', `Twice the traces that are undecided at once. ${sizedBy}`),
      because('block_on_overflow', 'A burst waits in the queue before; by default the oldest traces would be dropped, decided or not.'),
      because('decision_cache', 'Late spans follow the decision on their trace.'),
    ],
    rank: 'sample',
  };
}

function buildPolicy({ name, match, keep }: SamplingPolicy): ConfigMap {
  const conditions: ConfigMap[] = [];
  if (match.errors) conditions.push({ type: 'status_code', status_code: { status_codes: ['ERROR'] } });
  if (match.slowerThan !== undefined)
    conditions.push({ type: 'latency', latency: { threshold_ms: Math.round(match.slowerThan.seconds * 1000) } });
  if (match.services !== undefined)
    conditions.push({ type: 'string_attribute', string_attribute: { key: 'service.name', values: match.services } });
  if (match.attribute !== undefined) conditions.push({ type: 'string_attribute', string_attribute: match.attribute });
  if (keep < 1) conditions.push({ type: 'probabilistic', probabilistic: { hash_salt: name, sampling_percentage: percent(keep) } });
  const [only] = conditions;
  if (conditions.length === 1 && only !== undefined) return { name, ...only };
  return {
    name,
    type: 'and',
    and: { and_sub_policy: conditions.map((condition, index) => ({ name: `${name}_${index + 1}`, ...condition })) },
  };
}

function percent(ratio: number): number {
  return Number((ratio * 100).toFixed(6));
}
