// Alerts on the Collectors themselves: what is lost, what will be lost, and what stands still.
import { buildHeader, renderYaml } from '@plinth/artefact';
import { compareVersions } from '../catalogue/version.ts';
import type { CollectorModel } from '../model/collector-model.ts';
import { selfLabels } from '../model/tiers/self-telemetry.ts';
import { queueRatioMetric } from './kubernetes/availability.ts';
import { growsBy, isAnyAbsent, matchLabel, selectCounter } from './prometheus-rules/promql.ts';
import { buildRuleFile, type AlertRule } from './prometheus-rules/rule-file.ts';
import type { EnvironmentRenderer } from './renderer.ts';

export const renderAlerts: EnvironmentRenderer = ({ environment: { name, collectors }, platform, collectorVersion, source }) => {
  // A backend may have the metrics of several environments.
  const own = matchLabel(selfLabels.environment, name);
  const file = buildRuleFile([
    {
      name: `${platform}-collector`,
      recorded: [
        {
          record: queueRatioMetric,
          expr: `max without (exporter, data_type) (otelcol_exporter_queue_size{${own}} / otelcol_exporter_queue_capacity{${own}})`,
        },
      ],
      alerts: [
        ...lossAlerts(own),
        ...documentAlerts(collectors, own),
        ...pressureAlerts(collectorVersion, own),
        ...absenceAlerts(collectors, own),
        ...samplingAlerts(collectors, own),
      ],
      labels: { platform, environment: name },
    },
  ]);
  return [
    {
      path: `${name}/${platform}-collector-alerts.yaml`,
      formerPath: `${name}/collector-alerts.yaml`,
      content: renderYaml(file, { header: buildHeader(source) }),
    },
  ];
};

/** Where a counter of any signal grows, of those that begin with a prefix. */
function grows(by: string, prefixes: readonly string[], own: string): string {
  return growsBy(
    by,
    prefixes.flatMap((prefix) => ['spans', 'metric_points', 'log_records'].map((items) => selectCounter(`${prefix}_${items}`, own))),
  );
}

function lossAlerts(own: string): readonly AlertRule[] {
  return [
    {
      alert: 'CollectorExporterDropsData',
      expr: grows('exporter', ['otelcol_exporter_send_failed'], own),
      for: '10m',
      severity: 'page',
      summary: 'The Collector gives data up that {{ $labels.exporter }} does not take',
      description:
        'The backend refuses it, or has been away for longer than load.outage. Look at the Collector’s log for the reason, then at the backend.',
    },
    {
      alert: 'CollectorQueueRefusesData',
      expr: grows('exporter', ['otelcol_exporter_enqueue_failed'], own),
      for: '2m',
      severity: 'page',
      summary: 'The queue of {{ $labels.exporter }} is full and takes nothing more',
      description:
        'Senders are refused, and what they cannot keep is lost. The outage lasts longer than load.outage, or there is more than load says: mend the backend, or raise it and render again.',
    },
  ];
}

/**
 * The Elasticsearch exporter takes a batch for sent whatever became of its documents. It counts the documents by themselves. Status 409
 * is a point that was sent twice.
 */
function documentAlerts(collectors: readonly CollectorModel[], own: string): readonly AlertRule[] {
  const exporters = collectors.flatMap(({ pipelines }) => pipelines.flatMap((pipeline) => pipeline.exporters));
  if (!exporters.some(({ type }) => type === 'elasticsearch')) return [];
  const refused = `error_type!="", http_response_status_code!="409", ${own}`;
  return [
    {
      alert: 'CollectorDocumentsRefused',
      expr: `sum by (error_type) (rate(${selectCounter('otelcol_elasticsearch_docs_processed', refused)}[5m])) > 0`,
      for: '10m',
      severity: 'ticket',
      summary: 'Elasticsearch refuses documents: {{ $labels.error_type }}',
      description: 'They are lost, the rest of their batch is not. The Collector’s log names the index and the reason.',
    },
  ];
}

function pressureAlerts(version: string, own: string): readonly AlertRule[] {
  // https://github.com/open-telemetry/opentelemetry-collector/releases/tag/v0.155.0 renamed the memory limiter's own counters; those of receivers stay.
  const limiter = compareVersions(version, '0.155.0') >= 0 ? 'otelcol_processor_memory_limiter_refused' : 'otelcol_processor_refused';
  return [
    {
      alert: 'CollectorQueueFills',
      expr: `${queueRatioMetric}{${own}} > 0.7`,
      for: '5m',
      severity: 'ticket',
      summary: 'A queue of {{ $labels.instance }} is more than 70 % full',
      description: 'The backend is slow or away. At 100 % senders are refused.',
    },
    {
      alert: 'CollectorRefusesData',
      expr: grows('instance', ['otelcol_receiver_refused', limiter], own),
      for: '5m',
      severity: 'ticket',
      summary: '{{ $labels.instance }} refuses data: it has no memory or no queue for it',
      description:
        'Senders keep it for as long as they can. With CollectorQueueFills it is the backend; else add replicas or memory: the sizing report says what decides them.',
    },
    {
      alert: 'CollectorDown',
      expr: `up == 0 and on (instance) last_over_time(${selectCounter('otelcol_process_uptime', own)}[1d])`,
      for: '5m',
      severity: 'page',
      summary: '{{ $labels.instance }} does not answer',
      description: 'A Collector that answered within the last day cannot be scraped.',
    },
  ];
}

/** Nobody scrapes sidecars, so the alert is about all others. `up` cannot tell it: agents scrape themselves and all others. */
function absenceAlerts(collectors: readonly CollectorModel[], own: string): readonly AlertRule[] {
  const uptimes = collectors
    .filter(({ tier }) => tier !== 'sidecar')
    .map(({ name }) => selectCounter('otelcol_process_uptime', `${matchLabel(selfLabels.collector, name)}, ${own}`));
  return [
    {
      alert: 'CollectorsGone',
      expr: isAnyAbsent(uptimes),
      for: '5m',
      severity: 'page',
      summary: `Nothing is heard of any {{ $labels.${selfLabels.collector} }}`,
      description:
        'All of them are gone, or their own metrics do not reach this backend: then no other alert on them can fire. It fires before the first deployment as well: nothing else tells that they never arrived.',
    },
  ];
}

/** A sampler has room for twice the traces of the load. It drops none: a trace that does not fit waits with its sender. */
function samplingAlerts(collectors: readonly CollectorModel[], own: string): readonly AlertRule[] {
  const processors = collectors.flatMap(({ pipelines }) => pipelines.flatMap((pipeline) => pipeline.processors));
  const room = processors.filter(({ type }) => type === 'tail_sampling').map(({ config }) => Number(config['num_traces']));
  if (room.length === 0) return [];
  return [
    {
      alert: 'CollectorSamplingIsFull',
      expr: `otelcol_processor_tail_sampling_sampling_traces_on_memory{${own}} > ${Math.floor(Math.max(...room) * 0.9)}`,
      for: '5m',
      severity: 'ticket',
      summary: '{{ $labels.instance }} has hardly room for more undecided traces',
      description:
        'At num_traces new traces wait with their senders. Correct load.spansPerSecond and load.spansPerTrace, and render again.',
    },
  ];
}
