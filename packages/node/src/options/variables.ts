// Every environment variable that changes what the SDK does: its rule, its default, its meaning. A default stands here and nowhere else.
// The table of docs/options.md is written from these rows.
import { eventLevels } from '@plinth/catalog';
import { otlpEndpoints } from './endpoints.ts';
import { adoptionNames, propagatorNames, type AdoptionName, type InboundTrust, type SamplingRatios } from './options.ts';
import { redactionActions } from './redaction-action.ts';
import {
  addressList,
  bearerToken,
  changesOf,
  flag,
  headerValues,
  hostList,
  inboundTrust,
  integer,
  keyValues,
  list,
  listOf,
  oneOf,
  pathList,
  ratio,
  ratios,
  secretOf,
  text,
  timeLimit,
  type ValueParser,
} from './value-parsers.ts';
import { computed, inherited, optional, preset, type AnyVariable } from './variable.ts';

const samplers = oneOf(
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
);
const protocol = oneOf('http/protobuf', 'http/json', 'grpc');
const compression = oneOf('gzip', 'none');
/** The longest time that a timer of Node can wait, and the largest number that other SDKs take for a count. */
const largest = 2_147_483_647;
const milliseconds = integer(0, largest);
const timeout = timeLimit(largest);
const count = integer(1, largest);
const limit = integer(0, Number.MAX_SAFE_INTEGER);

/** The name of a service that has none. Source: semantic conventions for resources. */
export const unnamedService = 'unknown_service:node';
/** The port of /metrics and /health where nobody chose one. */
export const usualAdminPort = 9464;
/** The environment of a service that names none. */
export const unnamedEnvironment = 'development';
const samplingRatios: SamplingRatios = { byEnvironment: new Map([['production', 0.1]]), otherwise: 1 };
/** Of the console many programs read the text. It is adopted where somebody asks for it. */
const usuallyAdopted: readonly AdoptionName[] = adoptionNames.filter((name) => name !== 'console');
const trustInAll: InboundTrust = { ports: {}, otherwise: 'trusted' };

// OTEL_*: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ and …/otel/protocol/exporter/
export const variables = {
  OTEL_SDK_DISABLED: preset(flag, false, 'Turns everything off but the logger on stdout.'),
  OTEL_CONFIG_FILE: optional(
    text,
    'File of OpenTelemetry’s declarative configuration: it decides about traces, see [declarative-configuration.md](declarative-configuration.md). Needs @opentelemetry/sdk-node.',
  ),
  OTEL_SERVICE_NAME: computed(
    text,
    `service.name of OTEL_RESOURCE_ATTRIBUTES, then the name in package.json, then ${unnamedService}`,
    'Name of the service. See [whose package.json counts](#whose-packagejson-counts).',
  ),
  OTEL_RESOURCE_ATTRIBUTES: preset(
    keyValues,
    {},
    'Resource attributes; `deployment.environment.name`, or the old `deployment.environment`, chooses the sampling ratio (NODE_ENV, where both are missing).',
  ),
  OTEL_PROPAGATORS: preset(
    listOf(...propagatorNames),
    ['tracecontext', 'baggage'],
    'How context crosses processes. Further ones come from packages of OpenTelemetry, see [propagators](#propagators).',
  ),
  OTEL_TRACES_EXPORTER: preset(listOf('otlp', 'console'), ['otlp'], 'Where spans go: `otlp`, `console`, both, or `none`.'),
  OTEL_METRICS_EXPORTER: preset(
    listOf('prometheus', 'otlp'),
    ['prometheus'],
    'Where metrics go: `prometheus` serves /metrics on the admin port, `otlp` pushes.',
  ),
  OTEL_LOGS_EXPORTER: preset(
    listOf('console', 'otlp'),
    ['console'],
    'Where log records go: `console` is one JSON line each on stdout, `otlp` pushes.',
  ),
  OTEL_TRACES_SAMPLER: preset(samplers, 'parentbased_traceidratio', 'Which traces are kept.'),
  OTEL_TRACES_SAMPLER_ARG: computed(ratio, 'the ratio of the environment (PLINTH_SAMPLING_RATIOS)', 'Ratio for the ratio samplers.'),
  OTEL_BSP_SCHEDULE_DELAY: preset(milliseconds, 5000, 'Milliseconds between two exports of spans.'),
  OTEL_BSP_EXPORT_TIMEOUT: preset(timeout, 30_000, 'Milliseconds for one export of spans.'),
  OTEL_BSP_MAX_QUEUE_SIZE: preset(count, 2048, 'Spans held at most.'),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: preset(count, 512, 'Spans in one export at most.'),
  OTEL_BLRP_SCHEDULE_DELAY: preset(milliseconds, 1000, 'Milliseconds between two exports of log records.'),
  OTEL_BLRP_EXPORT_TIMEOUT: preset(timeout, 30_000, 'Milliseconds for one export of log records.'),
  OTEL_BLRP_MAX_QUEUE_SIZE: preset(count, 2048, 'Log records held at most.'),
  OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: preset(count, 512, 'Log records in one export at most.'),
  OTEL_ATTRIBUTE_COUNT_LIMIT: preset(limit, 128, 'Attributes of a span at most, where the next one is not set.'),
  OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: inherited(limit, 'OTEL_ATTRIBUTE_COUNT_LIMIT', 'Attributes of a span at most.'),
  OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: preset(limit, 8192, 'Characters of an attribute at most, where the next one is not set.'),
  OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: inherited(
    limit,
    'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT',
    'Characters of an attribute of a span, an event or a link at most.',
  ),
  OTEL_SPAN_EVENT_COUNT_LIMIT: preset(limit, 128, 'Events of a span at most.'),
  OTEL_SPAN_LINK_COUNT_LIMIT: preset(limit, 128, 'Links of a span at most.'),
  OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: preset(limit, 128, 'Attributes of an event of a span at most.'),
  OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: preset(limit, 128, 'Attributes of a link of a span at most.'),
  OTEL_METRIC_EXPORT_INTERVAL: preset(integer(1, largest), 60_000, 'Milliseconds between two pushes of metrics.'),
  OTEL_METRIC_EXPORT_TIMEOUT: preset(timeout, 30_000, 'Milliseconds for one push of metrics.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: computed(
    text,
    `${otlpEndpoints.http}, for gRPC ${otlpEndpoints.grpc}`,
    'Base URL of the OTLP receiver; /v1/<signal> is added to its path for HTTP. For gRPC host:port, dns:///host:port or unix:/path will do.',
  ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: computed(text, 'OTEL_EXPORTER_OTLP_ENDPOINT', 'Full URL for spans; it is used as it is.'),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: computed(text, 'OTEL_EXPORTER_OTLP_ENDPOINT', 'Full URL for metrics.'),
  OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: computed(text, 'OTEL_EXPORTER_OTLP_ENDPOINT', 'Full URL for log records.'),
  OTEL_EXPORTER_OTLP_INSECURE: preset(flag, false, 'For gRPC: whether an endpoint without http:// or https:// is reached without TLS.'),
  OTEL_EXPORTER_OTLP_TRACES_INSECURE: inherited(flag, 'OTEL_EXPORTER_OTLP_INSECURE', 'The same for spans.'),
  OTEL_EXPORTER_OTLP_METRICS_INSECURE: inherited(flag, 'OTEL_EXPORTER_OTLP_INSECURE', 'The same for metrics.'),
  OTEL_EXPORTER_OTLP_LOGS_INSECURE: inherited(flag, 'OTEL_EXPORTER_OTLP_INSECURE', 'The same for log records.'),
  OTEL_EXPORTER_OTLP_PROTOCOL: preset(protocol, 'http/protobuf', 'OTLP encoding.'),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: inherited(protocol, 'OTEL_EXPORTER_OTLP_PROTOCOL', 'OTLP encoding of spans.'),
  OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: inherited(protocol, 'OTEL_EXPORTER_OTLP_PROTOCOL', 'OTLP encoding of metrics.'),
  OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: inherited(protocol, 'OTEL_EXPORTER_OTLP_PROTOCOL', 'OTLP encoding of log records.'),
  OTEL_EXPORTER_OTLP_HEADERS: preset(headerValues, {}, 'Headers of each export.', { secret: true }),
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: inherited(headerValues, 'OTEL_EXPORTER_OTLP_HEADERS', 'Headers for spans.', { secret: true }),
  OTEL_EXPORTER_OTLP_METRICS_HEADERS: inherited(headerValues, 'OTEL_EXPORTER_OTLP_HEADERS', 'Headers for metrics.', { secret: true }),
  OTEL_EXPORTER_OTLP_LOGS_HEADERS: inherited(headerValues, 'OTEL_EXPORTER_OTLP_HEADERS', 'Headers for log records.', { secret: true }),
  OTEL_EXPORTER_OTLP_TIMEOUT: preset(timeout, 10_000, 'Milliseconds for one OTLP request.'),
  OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: inherited(timeout, 'OTEL_EXPORTER_OTLP_TIMEOUT', 'The same for spans.'),
  OTEL_EXPORTER_OTLP_METRICS_TIMEOUT: inherited(timeout, 'OTEL_EXPORTER_OTLP_TIMEOUT', 'The same for metrics.'),
  OTEL_EXPORTER_OTLP_LOGS_TIMEOUT: inherited(timeout, 'OTEL_EXPORTER_OTLP_TIMEOUT', 'The same for log records.'),
  OTEL_EXPORTER_OTLP_COMPRESSION: preset(compression, 'none', 'Compression of each export.'),
  OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: inherited(compression, 'OTEL_EXPORTER_OTLP_COMPRESSION', 'The same for spans.'),
  OTEL_EXPORTER_OTLP_METRICS_COMPRESSION: inherited(compression, 'OTEL_EXPORTER_OTLP_COMPRESSION', 'The same for metrics.'),
  OTEL_EXPORTER_OTLP_LOGS_COMPRESSION: inherited(compression, 'OTEL_EXPORTER_OTLP_COMPRESSION', 'The same for log records.'),
  OTEL_EXPORTER_OTLP_CERTIFICATE: optional(text, 'File with the authorities to trust, in PEM.'),
  OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE: inherited(text, 'OTEL_EXPORTER_OTLP_CERTIFICATE', 'The same for spans.'),
  OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE: inherited(text, 'OTEL_EXPORTER_OTLP_CERTIFICATE', 'The same for metrics.'),
  OTEL_EXPORTER_OTLP_LOGS_CERTIFICATE: inherited(text, 'OTEL_EXPORTER_OTLP_CERTIFICATE', 'The same for log records.'),
  OTEL_EXPORTER_OTLP_CLIENT_KEY: optional(text, 'File with the client’s private key, in PEM, for mutual TLS.'),
  OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: inherited(text, 'OTEL_EXPORTER_OTLP_CLIENT_KEY', 'The same for spans.'),
  OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY: inherited(text, 'OTEL_EXPORTER_OTLP_CLIENT_KEY', 'The same for metrics.'),
  OTEL_EXPORTER_OTLP_LOGS_CLIENT_KEY: inherited(text, 'OTEL_EXPORTER_OTLP_CLIENT_KEY', 'The same for log records.'),
  OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: optional(text, 'File with the client’s certificate, in PEM, for mutual TLS.'),
  OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE: inherited(text, 'OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE', 'The same for spans.'),
  OTEL_EXPORTER_OTLP_METRICS_CLIENT_CERTIFICATE: inherited(text, 'OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE', 'The same for metrics.'),
  OTEL_EXPORTER_OTLP_LOGS_CLIENT_CERTIFICATE: inherited(text, 'OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE', 'The same for log records.'),
  PLINTH_ADMIN_HOST: preset(
    addressList,
    ['127.0.0.1'],
    'Address of the admin port, or several, like `127.0.0.1,10.1.2.3`; 0.0.0.0 lets Prometheus and the kubelet in.',
  ),
  PLINTH_ADMIN_PORT: computed(
    integer(0, 65_535),
    `\`${usualAdminPort}\`, or any free port where that one is taken`,
    'Port of /metrics and /health; 0 takes any free port. Where a port is given and taken, the service runs without it and says so.',
  ),
  PLINTH_READY_WITHOUT_SERVER: preset(
    flag,
    false,
    'Whether the process is ready before a server of its own listens or it consumes a queue, see [reliability.md](reliability.md#ready).',
  ),
  PLINTH_ADMIN_TOKEN: optional(
    bearerToken(16),
    'Secret, 16 characters or more: opens /control on the admin port, see [control.md](control.md). Without it there is no such page.',
    { secret: true },
  ),
  PLINTH_LOG_LEVEL: preset(oneOf(...eventLevels), 'info', 'Least severe level that is logged.'),
  PLINTH_LOG_BAGGAGE_KEYS: preset(list, [], 'Baggage keys that are copied to log lines.'),
  PLINTH_LOG_BUFFER_BYTES: preset(integer(65_536, 1_073_741_824), 8_388_608, 'Bytes buffered for stdout at most.'),
  PLINTH_EXPORT_QUEUE_BYTES: preset(integer(65_536, 1_073_741_824), 8_388_608, 'Bytes of encoded records held for each signal at most.'),
  PLINTH_SAMPLING_RATIOS: preset(ratios(samplingRatios), samplingRatios, 'Sampling ratio by environment.'),
  PLINTH_KEEP_ON_ERROR: preset(
    flag,
    false,
    'Keeps each request that fails or is slow: sends its debug lines and its unsampled spans, see [keep-on-error.md](keep-on-error.md).',
  ),
  PLINTH_KEEP_SLOW_MS: preset(integer(1, 3_600_000), 1000, 'Milliseconds from which a request is slow, and kept.'),
  PLINTH_KEEP_REQUEST_BYTES: preset(
    integer(4096, 1_073_741_824),
    262_144,
    'Bytes of one request that wait at most, estimated; further records of it are dropped and counted.',
  ),
  PLINTH_KEEP_TOTAL_BYTES: preset(
    integer(65_536, 1_073_741_824),
    33_554_432,
    'Bytes of all requests that wait at most, estimated; the oldest request gives way, counted.',
  ),
  PLINTH_PROPAGATION_HOSTS: preset(
    hostList,
    [],
    'Hosts that get baggage and the correlation id, beside loopback and same-cluster names (one label, *.svc, *.cluster.local).',
  ),
  PLINTH_HTTP_IGNORE_PATHS: preset(
    pathList,
    [],
    'Paths whose requests are left out of spans and of the HTTP server metrics, as those of health checks: exact ones, or `/prefix*`.',
  ),
  PLINTH_ADOPT: preset(
    changesOf(adoptionNames, usuallyAdopted),
    usuallyAdopted,
    'Loggers and metrics of the service that take part, see [adoption.md](adoption.md): `-pino` turns one off, `console` turns that on, `none` turns all off.',
  ),
  PLINTH_INBOUND_TRUST: preset(
    inboundTrust(trustInAll),
    trustInAll,
    'Whether callers are trusted with trace, baggage and correlation id: `trusted` or `untrusted`, for all ports or for some, like `untrusted,9090=trusted`.',
  ),
  PLINTH_REDACTION_ALLOW_KEYS: preset(list, [], 'Keys that are not redacted by their name.'),
  PLINTH_REDACTION_ACTION: preset(
    oneOf(...redactionActions),
    'mask',
    'What happens to a secret: `mask` shows [REDACTED], `hash` a keyed hash, `drop` removes the field (inside text it is masked).',
  ),
  PLINTH_REDACTION_HASH_KEY: optional(secretOf(16), 'Key of the hashes, 16 characters or more; `hash` needs it.', { secret: true }),
  PLINTH_SHUTDOWN_TIMEOUT: preset(
    integer(100, 600_000),
    5000,
    'Milliseconds from the first signal to the end of the process; [who gets which part](reliability.md#how-a-process-can-end).',
  ),
  PLINTH_GROUP_DIRECTORY: optional(
    text,
    'Plinth itself sets it for the processes that a service starts: the folder where they and the service meet.',
  ),
  NODE_ENV: computed(
    text,
    `what the service’s runner will set (\`next start\`: production), then ${unnamedEnvironment}`,
    'Environment where OTEL_RESOURCE_ATTRIBUTES names none. With `test`, what the service emits is captured for its tests.',
  ),
  NX_FILE_TO_RUN: optional(text, 'Nx sets it: the file that it runs names the service.'),
  NX_WORKSPACE_ROOT: optional(
    text,
    'Nx sets it: the package.json of this folder is not that of a service, where NX_TASK_TARGET_PROJECT is set.',
  ),
  NX_TASK_TARGET_PROJECT: optional(text, 'Nx sets it: the name of a service that has no package.json of its own.'),
  pm_exec_path: optional(text, 'PM2 sets it: the file that it runs names the service.'),
  pm2_env: optional(text, 'PM2 sets it for a worker of its cluster: `pm_exec_path` is in it.'),
  npm_package_name: optional(text, 'npm sets it: the name of a service for which no package.json is found.'),
  npm_package_version: optional(text, 'npm sets it: the version of that service.'),
  NODE_OPTIONS: optional(text, 'Options of Node. The doctor looks there for `--import @plinth/node/register`.'),
  NODE_TEST_CONTEXT: optional(text, 'Node sets it for a test file of `node --test`. Such a process has no admin port.'),
  KUBERNETES_SERVICE_HOST: optional(
    text,
    'Kubernetes sets it in each container. Where it is set, the doctor warns of an admin port that only the container itself reaches.',
  ),
} as const satisfies Record<string, AnyVariable>;

type Variables = typeof variables;
export type VariableName = keyof Variables;
/** What a variable holds, set or not. */
export type VariableValue<N extends VariableName> = Variables[N] extends { readonly inherits: infer M extends VariableName }
  ? VariableValue<M>
  : Variables[N] extends { readonly parse: ValueParser<infer T> }
    ? Variables[N] extends { readonly default: undefined } | { readonly computed: string }
      ? T | undefined
      : T
    : never;
