// Rewrites a Collector config so that a test can put telemetry in and see what comes out: the pipelines stay as they are.
import type { CollectorConfig, CollectorPipeline } from '../collector-config.ts';

export interface CaptureOptions {
  /** Where a receiver of the config listens in the test, each `host:port`; called once for each receiver that is used. */
  readonly listen: (receiverId: string) => { readonly http: string; readonly grpc?: string };
  /** The base URL of the sink that takes the place of an exporter; called once for each exporter that is used. */
  readonly sink: (exporterId: string) => string;
  /** The folder that takes the place of a file_storage directory. */
  readonly storage: (extensionId: string) => string;
  /** Shortens what only waits: decisions of tail sampling, flushes of batches and of metrics made from spans. Default false. */
  readonly fast?: boolean;
  /** Whether exporters keep their queue, retry and timeout. Default false: what a pipeline has answered is in the sink. */
  readonly queues?: boolean;
  /** The settings of an exporter that stays what it is, such as load_balancing between Collectors of the test; undefined takes the sink. */
  readonly exporter?: (exporterId: string, settings: unknown) => unknown;
  /** The settings of a receiver that stays what it is, such as file_log over files of the test; undefined takes OTLP. */
  readonly receiver?: (receiverId: string, settings: unknown) => unknown;
  /** The port on which the Collector's own metrics are scraped. Default: none are made. */
  readonly metricsPort?: number;
}

export interface CaptureConfig {
  readonly config: CollectorConfig;
  /** What was taken out, and what is therefore not tested. */
  readonly notices: readonly string[];
}

type Components = Readonly<Record<string, unknown>>;

/** They ask a cluster or a cloud who they are. */
function needsCluster(id: string, settings: unknown): boolean {
  const type = typeOf(id);
  if (type === 'k8s_attributes' || type === 'k8sattributes') return true;
  if (type !== 'resource_detection' && type !== 'resourcedetection') return false;
  const { detectors = ['env'] } = asRecord(settings);
  return !(Array.isArray(detectors) && detectors.every((detector) => detector === 'env' || detector === 'system'));
}

/** What `fast` writes in the place of a wait. Keys are component types, old and new names. */
const waits: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  tail_sampling: { decision_wait: '1s' },
  batch: { timeout: '100ms' },
  queue_batch: { flush_timeout: '100ms' },
  interval: { interval: '500ms' },
  span_metrics: { metrics_flush_interval: '500ms' },
  spanmetrics: { metrics_flush_interval: '500ms' },
  service_graph: { metrics_flush_interval: '500ms' },
  servicegraph: { metrics_flush_interval: '500ms' },
};

/** A capture config: the same processors and connectors between receivers that a test sends to and sinks that a test reads. */
export function buildCaptureConfig(config: CollectorConfig, options: CaptureOptions): CaptureConfig {
  const notices: string[] = [];
  const connectors = new Set(Object.keys(config.connectors ?? {}));
  const dropped = Object.entries(config.processors ?? {}).flatMap(([id, settings]) => (needsCluster(id, settings) ? [id] : []));
  for (const id of dropped) notices.push(`processor ${id} is left out: it needs a cluster or a cloud`);
  const receivers = used(config.service.pipelines, 'receivers', connectors);
  const exporters = used(config.service.pipelines, 'exporters', connectors);
  const sources = keep(receivers, (id) => options.receiver?.(id, config.receivers?.[id]));
  const inputs = receivers.filter((id) => !sources.has(id));
  const kept = keep(exporters, (id) => options.exporter?.(id, config.exporters?.[id]));
  const sinks = exporters.filter((id) => !kept.has(id));
  const pipelines = mapValues(config.service.pipelines, (pipeline) => ({
    receivers: pipeline.receivers.map((id) => (connectors.has(id) || sources.has(id) ? id : captureId('otlp', id))),
    processors: (pipeline.processors ?? []).filter((id) => !dropped.includes(id)),
    exporters: pipeline.exporters.map((id) => (connectors.has(id) || kept.has(id) ? id : captureId('otlp_http', id))),
  }));
  const extensions = keepStorage(config, options, notices);
  for (const id of inputs) {
    if (typeOf(id) !== 'otlp') notices.push(`receiver ${id} is an otlp receiver in the test: what it reads itself is not tested`);
  }
  const captured: CollectorConfig = {
    receivers: {
      ...Object.fromEntries(sources),
      ...fill(inputs, 'otlp', (id) => buildReceiver(config.receivers?.[id], options.listen(id))),
    },
    processors: rewriteWaits(without(config.processors, dropped), options.fast, notices),
    exporters: {
      ...Object.fromEntries(kept),
      ...fill(sinks, 'otlp_http', (id) => buildExporter(config.exporters?.[id], options.sink(id), options.queues)),
    },
    ...(config.connectors !== undefined && { connectors: rewriteWaits(config.connectors, options.fast, notices) }),
    ...(Object.keys(extensions).length > 0 && { extensions }),
    service: {
      ...(Object.keys(extensions).length > 0 && { extensions: Object.keys(extensions) }),
      telemetry: { metrics: buildMetrics(options.metricsPort) },
      pipelines,
    },
  };
  return { config: captured, notices };
}

export function typeOf(componentId: string): string {
  return componentId.split('/')[0]?.trim() ?? '';
}

/** The ids that pipelines name on one side, connectors excepted, in the order in which they appear. */
function used(
  pipelines: Readonly<Record<string, CollectorPipeline>>,
  side: 'receivers' | 'exporters',
  connectors: ReadonlySet<string>,
): readonly string[] {
  return [...new Set(Object.values(pipelines).flatMap((pipeline) => pipeline[side]))].filter((id) => !connectors.has(id));
}

/** `include_metadata` stays: processors may read what it hands on. */
function buildReceiver(original: unknown, { http, grpc }: ReturnType<CaptureOptions['listen']>): unknown {
  const protocols = asRecord(asRecord(original)['protocols']);
  const metadata = Object.values(protocols).some((protocol) => asRecord(protocol)['include_metadata'] === true);
  const build = (endpoint: string): unknown => ({ endpoint, ...(metadata && { include_metadata: true }) });
  return { protocols: { http: build(http), ...(grpc !== undefined && { grpc: build(grpc) }) } };
}

const delivery = ['timeout', 'retry_on_failure', 'sending_queue'];

function buildExporter(original: unknown, endpoint: string, queues: boolean | undefined): unknown {
  const target = { endpoint, compression: 'none' };
  if (queues !== true) return { ...target, retry_on_failure: { enabled: false }, sending_queue: { enabled: false } };
  return { ...target, ...Object.fromEntries(Object.entries(asRecord(original)).filter(([key]) => delivery.includes(key))) };
}

/** Plain names: `otelcol_receiver_refused_spans`, as a Collector without an explicit reader gives them. */
function buildMetrics(port: number | undefined): unknown {
  if (port === undefined) return { level: 'none' };
  const prometheus = { host: '127.0.0.1', port, without_scope_info: true, without_type_suffix: true, without_units: true };
  return { level: 'detailed', readers: [{ pull: { exporter: { prometheus } } }] };
}

/** Storages stay, in folders of the test. Other extensions serve receivers and exporters that are replaced. */
function keepStorage(config: CollectorConfig, options: CaptureOptions, notices: string[]): Components {
  const started = config.service.extensions ?? [];
  const kept = started.filter((id) => typeOf(id) === 'file_storage');
  const left = started.filter((id) => !kept.includes(id));
  if (left.length > 0) notices.push(`extensions ${left.join(', ')} are left out: the test talks to the Collector without them`);
  return fill(kept, undefined, (id) => {
    const directory = options.storage(id);
    const { compaction, ...settings } = asRecord(config.extensions?.[id]);
    const moved = compaction === undefined ? {} : { compaction: { ...asRecord(compaction), directory } };
    return { ...settings, ...moved, directory, create_directory: true };
  });
}

function rewriteWaits(components: Components | undefined, fast: boolean | undefined, notices: string[]): Components {
  return Object.fromEntries(
    Object.entries(components ?? {}).map(([id, body]) => {
      const wait = fast === true ? waits[typeOf(id)] : undefined;
      if (wait === undefined) return [id, body];
      notices.push(
        `${id} waits less: ${Object.entries(wait)
          .map((entry) => entry.join(' '))
          .join(', ')}`,
      );
      return [id, { ...asRecord(body), ...wait }];
    }),
  );
}

function without(components: Components | undefined, ids: readonly string[]): Components {
  return Object.fromEntries(Object.entries(components ?? {}).filter(([id]) => !ids.includes(id)));
}

function fill(ids: readonly string[], type: string | undefined, build: (id: string) => unknown): Components {
  return Object.fromEntries(ids.map((id) => [type === undefined ? id : captureId(type, id), build(id)]));
}

function keep(ids: readonly string[], settingsOf: (id: string) => unknown): ReadonlyMap<string, unknown> {
  return new Map(ids.map((id) => [id, settingsOf(id)] as const).filter(([, settings]) => settings !== undefined));
}

/** The id in the test of a component that is replaced by one of another type. */
function captureId(type: string, id: string): string {
  return typeOf(id) === type ? id : `${type}/${id.replaceAll('/', '.')}`;
}

function mapValues<V, W>(record: Readonly<Record<string, V>>, map: (value: V) => W): Readonly<Record<string, W>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
