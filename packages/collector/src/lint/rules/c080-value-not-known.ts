import { isSlipOf, type Path } from '@plinth/findings';
import { isUsed, type ConfiguredComponent } from '../facts/pipeline-graph.ts';
import type { CheckedPlace, TableRule } from '../rule.ts';
import { getAt } from '../source/value-path.ts';

type Check = 'notKnown' | 'misspelt' | 'noCertificate';
type Places = CheckedPlace<Check>[];

interface Choice {
  readonly type: string;
  readonly key: Path;
  readonly values: readonly string[];
  /** true: there are more values than these, so only a text that is nearly one of them is wrong. */
  readonly open?: true;
}

/** Values that a Collector takes as text and compares later, or never. `otelcol validate` accepts any text for them. */
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

function checkChoice(value: unknown, path: Path, choice: Pick<Choice, 'values' | 'open'>): Places {
  if (Array.isArray(value)) return value.flatMap((item, index) => checkChoice(item, [...path, index], choice));
  const { values, open } = choice;
  if (typeof value !== 'string' || value === '' || value.includes('$') || values.includes(value)) return [];
  const meant = values.find((known) => isSlipOf(value, known) || value.toLowerCase() === known.toLowerCase());
  if (open === true && meant === undefined) return [];
  const message = `"${value}" is none of ${values.join(', ')}${meant === undefined ? '' : `; did you mean "${meant}"?`}`;
  return [{ check: open === true ? 'misspelt' : 'notKnown', path, message }];
}

function checkKubelet({ id, type, config, path }: ConfiguredComponent): Places {
  const [auth, certificate] = [config['auth_type'], getAt(config, 'cert_file')];
  if (type !== 'kubelet_stats' || (auth !== undefined && auth !== 'tls') || certificate !== undefined) return [];
  const message = `"${id}" logs in with a certificate (auth_type: tls, the default), and has no cert_file`;
  return [{ check: 'noCertificate', path, message }];
}

const encodingPath = ['service', 'telemetry', 'logs', 'encoding'];

export const valueNotKnown: TableRule<Check> = {
  id: 'C080',
  title: 'value that the component takes, and does not know',
  severity: 'error',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/receiver/kubeletstatsreceiver/README.md',
  messages: {
    notKnown: {
      title: 'value that the component does not know',
      why: 'The Collector does not compare the text when it reads the config. Later the component fails to start, or silently does what it does by default.',
      remedy: 'Write one of the values that the component’s README lists.',
    },
    misspelt: {
      title: 'name that Kubernetes does not know',
      why: 'The receiver looks for exactly this name in every node, finds it in none, and reports nothing for it.',
      remedy: 'Write the name as Kubernetes has it.',
    },
    noCertificate: {
      title: 'login without a certificate',
      why: 'The receiver logs in to the kubelet with a certificate unless it is told otherwise. Without one it fails to start.',
      remedy: 'Set auth_type: serviceAccount, or give cert_file, key_file and ca_file.',
    },
  },
  check: ({ graph, value, complete, origin }) => [
    ...graph.components
      .filter((component) => isUsed(graph, component))
      .flatMap((component) => [
        // The Operator and the presets of charts fill in what is missing.
        ...(complete && origin !== 'operator' ? checkKubelet(component) : []),
        ...choices
          .filter(({ type }) => type === component.type)
          .flatMap((choice) => checkChoice(getAt(component.config, ...choice.key), [...component.path, ...choice.key], choice)),
      ]),
    ...checkChoice(getAt(value, ...encodingPath), encodingPath, { values: ['console', 'json'] }),
  ],
};
