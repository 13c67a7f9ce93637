// Alerts on the Collectors themselves: what is lost, what will be, what stands still.
import { buildHeader, renderYaml, type Artefact } from '@plinth/artefact';
import { compareVersions } from '../catalogue/version.ts';
import type { EnvironmentModel } from '../model/platform-model.ts';
import { queueRatioMetric } from './kubernetes/availability.ts';

/**
 * A counter under both of its names: a scrape gives it without a suffix, Prometheus’ OTLP endpoint adds one.
 * Never two counters in one rate: their series have the same labels, and Prometheus refuses that.
 */
function counter(name: string): string {
  return `{__name__=~"${name}(_total)?"}`;
}

const signalItems = ['spans', 'metric_points', 'log_records'] as const;

/** Where any of the signals' counters grows. */
function grows(by: string, prefixes: readonly string[]): string {
  return prefixes
    .flatMap((prefix) => signalItems.map((items) => `sum by (${by}) (rate(${counter(`${prefix}_${items}`)}[5m])) > 0`))
    .join(' or ');
}

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly severity: 'page' | 'ticket';
  readonly summary: string;
  readonly description: string;
}

export function renderAlerts({ name, collectors }: EnvironmentModel, platform: string, version: string, source: string): Artefact {
  const samples = collectors.some(
    ({ tier, pipelines }) =>
      tier === 'sampler' || pipelines.some(({ processors }) => processors.some(({ type }) => type === 'tail_sampling')),
  );
  const alerts = [...lossAlerts, ...pressureAlerts(version), ...(samples ? samplingAlerts : [])];
  const rules = [
    { record: queueRatioMetric, expr: 'max without (exporter, data_type) (otelcol_exporter_queue_size / otelcol_exporter_queue_capacity)' },
    ...alerts.map(({ severity, summary, description, ...rule }) => ({
      ...rule,
      labels: { severity, platform, environment: name },
      annotations: { summary, description },
    })),
  ];
  const groups = [{ name: `${platform}-collector`, rules }];
  return { path: `${name}/collector-alerts.yaml`, content: renderYaml({ groups }, { header: buildHeader(source) }), source };
}

const lossAlerts: readonly Alert[] = [
  {
    alert: 'CollectorExporterDropsData',
    expr: grows('exporter', ['otelcol_exporter_send_failed']),
    for: '10m',
    severity: 'page',
    summary: 'The Collector gives data up that {{ $labels.exporter }} does not take',
    description:
      'The backend refuses it, or has been away for longer than load.outage. Look at the Collector’s log for the reason, then at the backend.',
  },
  {
    alert: 'CollectorQueueRefusesData',
    expr: grows('exporter', ['otelcol_exporter_enqueue_failed']),
    for: '2m',
    severity: 'page',
    summary: 'The queue of {{ $labels.exporter }} is full: data is being lost',
    description:
      'The outage lasts longer than load.outage, or there is more than load says. Mend the backend; raise load.outage and render again.',
  },
];

function pressureAlerts(version: string): readonly Alert[] {
  // https://github.com/open-telemetry/opentelemetry-collector/releases/tag/v0.155.0 renamed the memory limiter's own counters; those of receivers stay.
  const limiter = compareVersions(version, '0.155.0') >= 0 ? 'otelcol_processor_memory_limiter_refused' : 'otelcol_processor_refused';
  return [
    {
      alert: 'CollectorQueueFills',
      expr: `${queueRatioMetric} > 0.7`,
      for: '5m',
      severity: 'ticket',
      summary: 'A queue of {{ $labels.instance }} is more than 70 % full',
      description: 'The backend is slow or away. At 100 % data is lost.',
    },
    {
      alert: 'CollectorRefusesData',
      expr: grows('instance', ['otelcol_receiver_refused', limiter]),
      for: '5m',
      severity: 'ticket',
      summary: '{{ $labels.instance }} refuses data: it has no memory for it',
      description: 'Senders keep it for as long as they can. Add replicas or memory: the sizing report says what decides them.',
    },
    {
      alert: 'CollectorDown',
      expr: `up == 0 and on (instance) last_over_time(${counter('otelcol_process_uptime')}[1d])`,
      for: '5m',
      severity: 'page',
      summary: '{{ $labels.instance }} does not answer',
      description: 'A Collector that answered within the last day cannot be scraped.',
    },
  ];
}

const samplingAlerts: readonly Alert[] = [
  {
    alert: 'CollectorDecidesTooEarly',
    expr: `sum(rate(${counter('otelcol_processor_tail_sampling_sampling_trace_dropped_too_early')}[5m])) > 0`,
    for: '10m',
    severity: 'ticket',
    summary: 'Traces are decided on before they are whole',
    description: 'There are more undecided traces than num_traces. Correct load.spansPerSecond and load.spansPerTrace, and render again.',
  },
];
