import { isSlipOf } from '@plinth/findings';
import { isUsed } from '../facts/pipeline-graph.ts';
import type { ConfiguredComponent } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';
import type { Path } from '@plinth/findings';
import { getAt } from '../source/value-path.ts';

interface Choice {
  readonly type: string;
  readonly key: Path;
  readonly values: readonly string[];
  /** There are more values than these: only what is nearly one of them is wrong. */
  readonly open?: true;
}

/** What a Collector takes as text and compares later, or never: `otelcol validate` accepts anything. */
const choices: readonly Choice[] = [
  { type: 'kubelet_stats', key: ['auth_type'], values: ['none', 'serviceAccount', 'kubeConfig', 'tls'] },
  { type: 'kubelet_stats', key: ['metric_groups'], values: ['container', 'pod', 'node', 'volume'] },
  {
    type: 'k8s_cluster',
    key: ['node_conditions_to_report'],
    values: ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'],
    open: true,
  },
  {
    type: 'k8s_cluster',
    key: ['allocatable_types_to_report'],
    values: ['cpu', 'memory', 'ephemeral-storage', 'pods', 'storage'],
    open: true,
  },
  {
    type: 'span_metrics',
    key: ['aggregation_temporality'],
    values: ['AGGREGATION_TEMPORALITY_CUMULATIVE', 'AGGREGATION_TEMPORALITY_DELTA'],
  },
  { type: 'redaction', key: ['summary'], values: ['debug', 'info', 'silent'] },
];

function checkChoice(value: unknown, path: Path, { values, open }: Omit<Choice, 'type' | 'key'>): Place[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => checkChoice(item, [...path, index], { values, ...(open && { open }) }));
  if (typeof value !== 'string' || value === '' || value.includes('$') || values.includes(value)) return [];
  const meant = values.find((known) => isSlipOf(value, known) || value.toLowerCase() === known.toLowerCase());
  if (open === true && meant === undefined) return [];
  return [{ path, message: `"${value}" is none of ${values.join(', ')}${meant === undefined ? '' : `; did you mean "${meant}"?`}` }];
}

function checkKubelet({ id, type, config, path }: ConfiguredComponent): Place[] {
  const [auth, tls] = [config['auth_type'], getAt(config, 'cert_file')];
  if (type !== 'kubelet_stats' || (auth !== undefined && auth !== 'tls') || tls !== undefined) return [];
  return [{ path, message: `"${id}" logs in with a certificate (auth_type: tls, the default), and has no cert_file` }];
}

export const valueNotKnown: Rule = {
  id: 'C080',
  title: 'value that the component takes, and does not know',
  severity: 'error',
  why: 'The text is not looked at when the config is read. Later the component fails to start, or does without a word what it does by default.',
  remedy: 'Write one of the values that the component’s README lists.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/receiver/kubeletstatsreceiver/README.md',
  check: ({ graph, value, complete, origin }) => [
    ...graph.components
      .filter((component) => isUsed(graph, component))
      .flatMap((component) => [
        // The Operator and presets of charts fill in what is missing.
        ...(complete && origin !== 'operator' ? checkKubelet(component) : []),
        ...choices
          .filter(({ type }) => type === component.type)
          .flatMap((choice) => checkChoice(getAt(component.config, ...choice.key), [...component.path, ...choice.key], choice)),
      ]),
    ...checkChoice(getAt(value, 'service', 'telemetry', 'logs', 'encoding'), ['service', 'telemetry', 'logs', 'encoding'], {
      values: ['console', 'json'],
    }),
  ],
};
