// The metrics that every service has, each once: its names in OpenTelemetry and in Prometheus, and its labels.
import { attributeKeys } from './attributes.ts';
import { freezeDeep } from './frozen.ts';
import type { InstrumentType } from './instrument-type.ts';

/** A metric that the SDK keeps for every service. */
export interface StandardMetric {
  /** OpenTelemetry name. */
  readonly name: string;
  readonly prometheusName: string;
  /** As in the semantic conventions; Prometheus shows an up-down counter as a gauge. */
  readonly type: InstrumentType;
  readonly unit: string;
  readonly help: string;
  /** OpenTelemetry attribute by Prometheus label. */
  readonly labels: Readonly<Record<string, { readonly attribute: string }>>;
  /** Upper bounds in `unit`. */
  readonly buckets?: readonly number[];
}

/** https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserverrequestduration */
const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] as const;

const method = { http_request_method: { attribute: attributeKeys.httpRequestMethod } } as const;
const statusCode = { http_response_status_code: { attribute: attributeKeys.httpResponseStatusCode } } as const;
const urlScheme = { url_scheme: { attribute: attributeKeys.urlScheme } } as const;
const errorType = { error_type: { attribute: attributeKeys.errorType } } as const;
const server = {
  server_address: { attribute: attributeKeys.serverAddress },
  server_port: { attribute: attributeKeys.serverPort },
} as const;
const queue = {
  messaging_system: { attribute: attributeKeys.messagingSystem },
  messaging_destination_name: { attribute: attributeKeys.messagingDestinationName },
} as const;
const messaging = {
  ...queue,
  messaging_operation_name: { attribute: attributeKeys.messagingOperationName },
  ...errorType,
} as const;
const rpc = {
  rpc_system_name: { attribute: attributeKeys.rpcSystemName },
  rpc_method: { attribute: attributeKeys.rpcMethod },
  rpc_response_status_code: { attribute: attributeKeys.rpcResponseStatusCode },
  ...errorType,
} as const;
const heapSpace = { v8js_heap_space_name: { attribute: attributeKeys.v8jsHeapSpaceName } } as const;

function buildEventLoopDelay<Statistic extends string, Words extends string>(statistic: Statistic, words: Words) {
  return {
    name: `nodejs.eventloop.delay.${statistic}`,
    prometheusName: `nodejs_eventloop_delay_${statistic}_seconds`,
    type: 'gauge',
    unit: 's',
    help: `Event loop delay, ${words}`,
    labels: {},
  } as const;
}

/** The standard metrics by camelCase name. */
export const standardMetrics = freezeDeep({
  // https://opentelemetry.io/docs/specs/semconv/http/http-metrics/
  httpServerRequestDuration: {
    name: 'http.server.request.duration',
    prometheusName: 'http_server_request_duration_seconds',
    type: 'histogram',
    unit: 's',
    help: 'Duration of HTTP server requests',
    labels: {
      ...method,
      ...statusCode,
      http_route: { attribute: attributeKeys.httpRoute },
      ...urlScheme,
      network_protocol_version: { attribute: attributeKeys.networkProtocolVersion },
      ...errorType,
    },
    buckets: [...durationBuckets],
  },
  httpServerActiveRequests: {
    name: 'http.server.active_requests',
    prometheusName: 'http_server_active_requests',
    type: 'updowncounter',
    unit: '{request}',
    help: 'Number of active HTTP server requests',
    labels: { ...method, ...urlScheme },
  },
  httpClientRequestDuration: {
    name: 'http.client.request.duration',
    prometheusName: 'http_client_request_duration_seconds',
    type: 'histogram',
    unit: 's',
    help: 'Duration of HTTP client requests',
    labels: { ...method, ...statusCode, ...server, ...errorType },
    buckets: [...durationBuckets],
  },

  // https://opentelemetry.io/docs/specs/semconv/messaging/messaging-metrics/
  messagingProcessDuration: {
    name: 'messaging.process.duration',
    prometheusName: 'messaging_process_duration_seconds',
    type: 'histogram',
    unit: 's',
    help: 'Duration of processing a message',
    labels: messaging,
    buckets: [...durationBuckets],
  },
  messagingClientSentMessages: {
    name: 'messaging.client.sent.messages',
    prometheusName: 'messaging_client_sent_messages_total',
    type: 'counter',
    unit: '{message}',
    help: 'Number of messages the producer attempted to send',
    labels: messaging,
  },
  messagingClientConsumedMessages: {
    name: 'messaging.client.consumed.messages',
    prometheusName: 'messaging_client_consumed_messages_total',
    type: 'counter',
    unit: '{message}',
    help: 'Number of messages delivered to the application',
    labels: messaging,
  },

  // https://opentelemetry.io/docs/specs/semconv/database/database-metrics/#metric-dbclientoperationduration
  dbClientOperationDuration: {
    name: 'db.client.operation.duration',
    prometheusName: 'db_client_operation_duration_seconds',
    type: 'histogram',
    unit: 's',
    help: 'Duration of database client operations',
    labels: {
      db_system_name: { attribute: attributeKeys.dbSystemName },
      db_namespace: { attribute: attributeKeys.dbNamespace },
      db_operation_name: { attribute: attributeKeys.dbOperationName },
      ...server,
      ...errorType,
    },
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
  },

  // https://opentelemetry.io/docs/specs/semconv/rpc/rpc-metrics/
  rpcServerCallDuration: {
    name: 'rpc.server.call.duration',
    prometheusName: 'rpc_server_call_duration_seconds',
    type: 'histogram',
    unit: 's',
    help: 'Duration of calls that the server answered',
    labels: rpc,
    buckets: [...durationBuckets],
  },
  rpcClientCallDuration: {
    name: 'rpc.client.call.duration',
    prometheusName: 'rpc_client_call_duration_seconds',
    type: 'histogram',
    unit: 's',
    help: 'Duration of calls to other servers',
    labels: { ...rpc, ...server },
    buckets: [...durationBuckets],
  },

  // https://opentelemetry.io/docs/specs/semconv/runtime/nodejs-metrics/
  nodejsEventloopDelayMin: buildEventLoopDelay('min', 'minimum'),
  nodejsEventloopDelayMax: buildEventLoopDelay('max', 'maximum'),
  nodejsEventloopDelayMean: buildEventLoopDelay('mean', 'mean'),
  nodejsEventloopDelayP50: buildEventLoopDelay('p50', '50th percentile'),
  nodejsEventloopDelayP90: buildEventLoopDelay('p90', '90th percentile'),
  nodejsEventloopDelayP99: buildEventLoopDelay('p99', '99th percentile'),
  nodejsEventloopUtilization: {
    name: 'nodejs.eventloop.utilization',
    prometheusName: 'nodejs_eventloop_utilization_ratio',
    type: 'gauge',
    unit: '1',
    help: 'Share of the time in which the event loop was busy, 0 to 1',
    labels: {},
  },

  // https://opentelemetry.io/docs/specs/semconv/runtime/v8js-metrics/
  v8jsGcDuration: {
    name: 'v8js.gc.duration',
    prometheusName: 'v8js_gc_duration_seconds',
    type: 'histogram',
    unit: 's',
    help: 'Duration of garbage collections',
    labels: { v8js_gc_type: { attribute: attributeKeys.v8jsGcType } },
    buckets: [...durationBuckets],
  },
  v8jsMemoryHeapUsed: {
    name: 'v8js.memory.heap.used',
    prometheusName: 'v8js_memory_heap_used_bytes',
    type: 'updowncounter',
    unit: 'By',
    help: 'Heap memory in use, by heap space',
    labels: heapSpace,
  },
  // Deprecated in semantic conventions 1.42 for v8js.memory.heap.space.size, a new name for the same value.
  v8jsMemoryHeapLimit: {
    name: 'v8js.memory.heap.limit',
    prometheusName: 'v8js_memory_heap_limit_bytes',
    type: 'updowncounter',
    unit: 'By',
    help: 'Heap memory allocated ahead, by heap space',
    labels: heapSpace,
  },

  // Prometheus names: https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics, what every client library exposes.
  // OpenTelemetry names: https://opentelemetry.io/docs/specs/semconv/system/process-metrics/
  processCpuTime: {
    name: 'process.cpu.time',
    prometheusName: 'process_cpu_seconds_total',
    type: 'counter',
    unit: 's',
    help: 'Total user and system CPU time spent in seconds',
    labels: {},
  },
  processMemoryUsage: {
    name: 'process.memory.usage',
    prometheusName: 'process_resident_memory_bytes',
    type: 'updowncounter',
    unit: 'By',
    help: 'Resident memory size in bytes',
    labels: {},
  },
  // The semantic conventions have process.uptime, which changes with every scrape, and no metric for the start itself.
  processStartTime: {
    name: 'process.start_time',
    prometheusName: 'process_start_time_seconds',
    type: 'gauge',
    unit: 's',
    help: 'Start time of the process since unix epoch in seconds',
    labels: {},
  },
  processOpenFileDescriptors: {
    name: 'process.unix.file_descriptor.count',
    prometheusName: 'process_open_fds',
    type: 'updowncounter',
    unit: '{file_descriptor}',
    help: 'Number of open file descriptors',
    labels: {},
  },
  // No such metric in the semantic conventions; named by their rule for limits.
  processMaxFileDescriptors: {
    name: 'process.unix.file_descriptor.limit',
    prometheusName: 'process_max_fds',
    type: 'updowncounter',
    unit: '{file_descriptor}',
    help: 'Maximum number of open file descriptors',
    labels: {},
  },

  // The resource. https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#resource-attributes-1
  targetInfo: {
    name: 'target.info',
    prometheusName: 'target_info',
    type: 'gauge',
    unit: '{target}',
    help: 'Target metadata: the resource of the service, always 1',
    labels: {
      service_name: { attribute: attributeKeys.serviceName },
      service_namespace: { attribute: attributeKeys.serviceNamespace },
      service_version: { attribute: attributeKeys.serviceVersion },
      service_instance_id: { attribute: attributeKeys.serviceInstanceId },
      deployment_environment_name: { attribute: attributeKeys.deploymentEnvironmentName },
      host_name: { attribute: attributeKeys.hostName },
      process_pid: { attribute: attributeKeys.processPid },
      process_runtime_name: { attribute: attributeKeys.processRuntimeName },
      process_runtime_version: { attribute: attributeKeys.processRuntimeVersion },
      telemetry_sdk_name: { attribute: attributeKeys.telemetrySdkName },
      telemetry_sdk_language: { attribute: attributeKeys.telemetrySdkLanguage },
      telemetry_sdk_version: { attribute: attributeKeys.telemetrySdkVersion },
      telemetry_distro_name: { attribute: attributeKeys.telemetryDistroName },
      telemetry_distro_version: { attribute: attributeKeys.telemetryDistroVersion },
    },
  },

  // Plinth's own. Attribute and label are spelled alike, so that OTLP and the scrape agree.
  plinthBuildInfo: {
    name: 'plinth.build.info',
    prometheusName: 'plinth_build_info',
    type: 'gauge',
    // Not `1`: a collector would call it plinth_build_info_ratio.
    unit: '{build}',
    help: 'Version of Plinth and of Node.js, always 1',
    labels: { version: { attribute: 'version' }, node_version: { attribute: 'node_version' } },
  },
  plinthMetricLabelOverflow: {
    name: 'plinth.metric.label.overflow',
    prometheusName: 'plinth_metric_label_overflow_total',
    type: 'counter',
    unit: '{value}',
    help: 'Number of label values beyond the limit of their label, by metric',
    labels: { metric: { attribute: 'metric' }, label: { attribute: 'label' } },
  },
  // The accounts of what was recorded: created = exported + sampled_out + dropped + in_flight, for each signal and sink.
  plinthTelemetryCreated: {
    name: 'plinth.telemetry.created',
    prometheusName: 'plinth_telemetry_created_total',
    type: 'counter',
    unit: '{record}',
    help: 'Number of spans, log records and data points that were made',
    labels: { signal: { attribute: 'signal' }, sink: { attribute: 'sink' } },
  },
  plinthTelemetryExported: {
    name: 'plinth.telemetry.exported',
    prometheusName: 'plinth_telemetry_exported_total',
    type: 'counter',
    unit: '{record}',
    help: 'Number of records that their sink has taken',
    labels: { signal: { attribute: 'signal' }, sink: { attribute: 'sink' } },
  },
  plinthTelemetrySampledOut: {
    name: 'plinth.telemetry.sampled_out',
    prometheusName: 'plinth_telemetry_sampled_out_total',
    type: 'counter',
    unit: '{record}',
    help: 'Number of spans that the sampler left out',
    labels: { signal: { attribute: 'signal' }, sink: { attribute: 'sink' } },
  },
  plinthTelemetryDropped: {
    name: 'plinth.telemetry.dropped',
    prometheusName: 'plinth_telemetry_dropped_total',
    type: 'counter',
    unit: '{record}',
    help: 'Number of records that were lost, by reason',
    labels: { signal: { attribute: 'signal' }, sink: { attribute: 'sink' }, reason: { attribute: 'reason' } },
  },
  plinthTelemetryInFlight: {
    name: 'plinth.telemetry.in_flight',
    prometheusName: 'plinth_telemetry_in_flight',
    type: 'updowncounter',
    unit: '{record}',
    help: 'Number of records that are still on their way',
    labels: { signal: { attribute: 'signal' }, sink: { attribute: 'sink' } },
  },
  plinthLogWait: {
    name: 'plinth.log.wait',
    prometheusName: 'plinth_log_wait_seconds_total',
    type: 'counter',
    unit: 's',
    help: 'Time that the service waited for the reader of its log lines, because the buffer was full',
    labels: {},
  },
  // The semantic conventions have no metric of a queue itself.
  plinthQueueDepth: {
    name: 'plinth.queue.depth',
    prometheusName: 'plinth_queue_depth',
    type: 'gauge',
    unit: '{message}',
    help: 'Number of messages that wait in the queue',
    labels: queue,
  },
  plinthQueueOldestAge: {
    name: 'plinth.queue.oldest.age',
    prometheusName: 'plinth_queue_oldest_age_seconds',
    type: 'gauge',
    unit: 's',
    help: 'Age of the oldest message that waits in the queue, 0 for an empty queue',
    labels: queue,
  },
  plinthQueueReadFailures: {
    name: 'plinth.queue.read.failures',
    prometheusName: 'plinth_queue_read_failures_total',
    type: 'counter',
    unit: '{failure}',
    help: 'Number of times the state of the queue could not be read in time',
    labels: queue,
  },
  plinthQueueRetries: {
    name: 'plinth.queue.retries',
    prometheusName: 'plinth_queue_retries_total',
    type: 'counter',
    unit: '{message}',
    help: 'Number of messages that were processed again after an earlier try',
    labels: queue,
  },
  plinthTelemetryErrors: {
    name: 'plinth.telemetry.errors',
    prometheusName: 'plinth_telemetry_errors_total',
    type: 'counter',
    unit: '{error}',
    help: 'Number of errors inside the telemetry itself, by signal and reason',
    labels: { signal: { attribute: 'signal' }, reason: { attribute: 'reason' } },
  },
} satisfies Record<string, StandardMetric>);
