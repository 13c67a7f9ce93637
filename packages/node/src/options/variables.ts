// Every environment variable that the SDK reads, with its rule, default and source. docs/options.md is checked against this table.
import { logLevels, redactionActions } from './options.ts';
import {
  bearerToken,
  flag,
  hostList,
  httpUrl,
  inboundTrust,
  integer,
  keyValues,
  list,
  listOf,
  oneOf,
  ratio,
  ratios,
  secretOf,
  text,
  type ValueParser,
} from './value-parsers.ts';

interface Variable<T> {
  readonly parse: ValueParser<T>;
  /** The default as a reader sees it. */
  readonly fallback: string;
  readonly help: string;
  /** The value may hold credentials: error messages leave it out. */
  readonly secret?: true;
}

function variable<T>(parse: ValueParser<T>, fallback: string, help: string, extra: { secret?: true } = {}): Variable<T> {
  return { parse, fallback, help, ...extra };
}

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
const milliseconds = integer(0, 3_600_000);
const count = integer(1, 1_000_000);

// OTEL_*: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ and …/otel/protocol/exporter/
export const variables = {
  OTEL_SDK_DISABLED: variable(flag, 'false', 'Turns everything off but the logger on stdout.'),
  OTEL_CONFIG_FILE: variable(
    text,
    'none',
    'File of OpenTelemetry’s declarative configuration: it decides about traces, see [declarative-configuration.md](declarative-configuration.md). Needs @opentelemetry/sdk-node.',
  ),
  OTEL_SERVICE_NAME: variable(text, 'service.name of OTEL_RESOURCE_ATTRIBUTES, then the name in package.json', 'Name of the service.'),
  OTEL_RESOURCE_ATTRIBUTES: variable(
    keyValues,
    'none',
    'Resource attributes; `deployment.environment.name` chooses the sampling ratio (NODE_ENV, then `development`, where it is missing).',
  ),
  OTEL_PROPAGATORS: variable(listOf('tracecontext', 'baggage'), 'tracecontext,baggage', 'How context crosses processes.'),
  OTEL_TRACES_EXPORTER: variable(oneOf('otlp', 'console', 'none'), 'otlp', 'Where spans go.'),
  OTEL_METRICS_EXPORTER: variable(
    listOf('prometheus', 'otlp'),
    'prometheus',
    'Where metrics go: `prometheus` serves /metrics on the admin port, `otlp` pushes.',
  ),
  OTEL_LOGS_EXPORTER: variable(
    listOf('console', 'otlp'),
    'console',
    'Where log records go: `console` is one JSON line each on stdout, `otlp` pushes.',
  ),
  OTEL_TRACES_SAMPLER: variable(samplers, 'parentbased_traceidratio', 'Which traces are kept.'),
  OTEL_TRACES_SAMPLER_ARG: variable(ratio, 'the ratio of the environment (PLINTH_SAMPLING_RATIOS)', 'Ratio for the ratio samplers.'),
  OTEL_BSP_SCHEDULE_DELAY: variable(milliseconds, '5000', 'Milliseconds between two exports of spans.'),
  OTEL_BSP_EXPORT_TIMEOUT: variable(milliseconds, '30000', 'Milliseconds for one export of spans.'),
  OTEL_BSP_MAX_QUEUE_SIZE: variable(count, '2048', 'Spans held at most.'),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: variable(count, '512', 'Spans in one export at most.'),
  OTEL_BLRP_SCHEDULE_DELAY: variable(milliseconds, '1000', 'Milliseconds between two exports of log records.'),
  OTEL_BLRP_EXPORT_TIMEOUT: variable(milliseconds, '30000', 'Milliseconds for one export of log records.'),
  OTEL_BLRP_MAX_QUEUE_SIZE: variable(count, '2048', 'Log records held at most.'),
  OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: variable(count, '512', 'Log records in one export at most.'),
  OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: variable(count, '128', 'Attributes of a span at most.'),
  OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: variable(count, '8192', 'Characters of a span attribute at most.'),
  OTEL_SPAN_EVENT_COUNT_LIMIT: variable(count, '128', 'Events of a span at most.'),
  OTEL_SPAN_LINK_COUNT_LIMIT: variable(count, '128', 'Links of a span at most.'),
  OTEL_METRIC_EXPORT_INTERVAL: variable(integer(100, 3_600_000), '60000', 'Milliseconds between two pushes of metrics.'),
  OTEL_METRIC_EXPORT_TIMEOUT: variable(integer(100, 3_600_000), '30000', 'Milliseconds for one push of metrics.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable(
    httpUrl,
    'http://localhost:4318, for gRPC http://localhost:4317',
    'Base URL of the OTLP receiver; /v1/<signal> is added for HTTP.',
  ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: variable(httpUrl, 'OTEL_EXPORTER_OTLP_ENDPOINT', 'Full URL for spans.'),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: variable(httpUrl, 'OTEL_EXPORTER_OTLP_ENDPOINT', 'Full URL for metrics.'),
  OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: variable(httpUrl, 'OTEL_EXPORTER_OTLP_ENDPOINT', 'Full URL for log records.'),
  OTEL_EXPORTER_OTLP_PROTOCOL: variable(protocol, 'http/protobuf', 'OTLP encoding.'),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: variable(protocol, 'OTEL_EXPORTER_OTLP_PROTOCOL', 'OTLP encoding of spans.'),
  OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: variable(protocol, 'OTEL_EXPORTER_OTLP_PROTOCOL', 'OTLP encoding of metrics.'),
  OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: variable(protocol, 'OTEL_EXPORTER_OTLP_PROTOCOL', 'OTLP encoding of log records.'),
  OTEL_EXPORTER_OTLP_HEADERS: variable(keyValues, 'none', 'Headers of each export.', { secret: true }),
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: variable(keyValues, 'OTEL_EXPORTER_OTLP_HEADERS', 'Headers for spans.', { secret: true }),
  OTEL_EXPORTER_OTLP_METRICS_HEADERS: variable(keyValues, 'OTEL_EXPORTER_OTLP_HEADERS', 'Headers for metrics.', { secret: true }),
  OTEL_EXPORTER_OTLP_LOGS_HEADERS: variable(keyValues, 'OTEL_EXPORTER_OTLP_HEADERS', 'Headers for log records.', { secret: true }),
  OTEL_EXPORTER_OTLP_TIMEOUT: variable(milliseconds, '10000', 'Milliseconds for one OTLP request.'),
  OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: variable(milliseconds, 'OTEL_EXPORTER_OTLP_TIMEOUT', 'The same for spans.'),
  OTEL_EXPORTER_OTLP_METRICS_TIMEOUT: variable(milliseconds, 'OTEL_EXPORTER_OTLP_TIMEOUT', 'The same for metrics.'),
  OTEL_EXPORTER_OTLP_LOGS_TIMEOUT: variable(milliseconds, 'OTEL_EXPORTER_OTLP_TIMEOUT', 'The same for log records.'),
  OTEL_EXPORTER_OTLP_COMPRESSION: variable(compression, 'none', 'Compression of each export.'),
  OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: variable(compression, 'OTEL_EXPORTER_OTLP_COMPRESSION', 'The same for spans.'),
  OTEL_EXPORTER_OTLP_METRICS_COMPRESSION: variable(compression, 'OTEL_EXPORTER_OTLP_COMPRESSION', 'The same for metrics.'),
  OTEL_EXPORTER_OTLP_LOGS_COMPRESSION: variable(compression, 'OTEL_EXPORTER_OTLP_COMPRESSION', 'The same for log records.'),
  OTEL_EXPORTER_OTLP_CERTIFICATE: variable(text, 'none', 'File with the authorities to trust, in PEM.'),
  OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE: variable(text, 'OTEL_EXPORTER_OTLP_CERTIFICATE', 'The same for spans.'),
  OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE: variable(text, 'OTEL_EXPORTER_OTLP_CERTIFICATE', 'The same for metrics.'),
  OTEL_EXPORTER_OTLP_LOGS_CERTIFICATE: variable(text, 'OTEL_EXPORTER_OTLP_CERTIFICATE', 'The same for log records.'),
  OTEL_EXPORTER_OTLP_CLIENT_KEY: variable(text, 'none', 'File with the client’s private key, in PEM, for mutual TLS.'),
  OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: variable(text, 'OTEL_EXPORTER_OTLP_CLIENT_KEY', 'The same for spans.'),
  OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY: variable(text, 'OTEL_EXPORTER_OTLP_CLIENT_KEY', 'The same for metrics.'),
  OTEL_EXPORTER_OTLP_LOGS_CLIENT_KEY: variable(text, 'OTEL_EXPORTER_OTLP_CLIENT_KEY', 'The same for log records.'),
  OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: variable(text, 'none', 'File with the client’s certificate, in PEM, for mutual TLS.'),
  OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE: variable(text, 'OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE', 'The same for spans.'),
  OTEL_EXPORTER_OTLP_METRICS_CLIENT_CERTIFICATE: variable(text, 'OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE', 'The same for metrics.'),
  OTEL_EXPORTER_OTLP_LOGS_CLIENT_CERTIFICATE: variable(text, 'OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE', 'The same for log records.'),
  PLINTH_ADMIN_HOST: variable(text, '127.0.0.1', 'Address of the admin port; 0.0.0.0 lets Prometheus and the kubelet in.'),
  PLINTH_ADMIN_PORT: variable(integer(0, 65_535), '9464', 'Port of /metrics and /health; 0 takes any free port.'),
  PLINTH_ADMIN_TOKEN: variable(
    bearerToken(16),
    'none',
    'Secret, 16 characters or more: opens /control on the admin port, see [control.md](control.md). Without it there is no such page.',
    { secret: true },
  ),
  PLINTH_LOG_LEVEL: variable(oneOf(...logLevels), 'info', 'Least severe level that is logged.'),
  PLINTH_LOG_BAGGAGE_KEYS: variable(list, 'none', 'Baggage keys that are copied to log lines.'),
  PLINTH_LOG_BUFFER_BYTES: variable(integer(65_536, 1_073_741_824), '8388608', 'Bytes buffered for stdout at most.'),
  PLINTH_EXPORT_QUEUE_BYTES: variable(integer(65_536, 1_073_741_824), '8388608', 'Bytes of encoded records held for each signal at most.'),
  PLINTH_SAMPLING_RATIOS: variable(ratios, 'production=0.1, any other environment 1', 'Sampling ratio by environment.'),
  PLINTH_KEEP_ON_ERROR: variable(
    flag,
    'false',
    'Keeps each request that fails or is slow: sends its debug lines and its unsampled spans, see [keep-on-error.md](keep-on-error.md).',
  ),
  PLINTH_KEEP_SLOW_MS: variable(integer(1, 3_600_000), '1000', 'Milliseconds from which a request is slow, and kept.'),
  PLINTH_KEEP_REQUEST_BYTES: variable(
    integer(4096, 1_073_741_824),
    '262144',
    'Bytes of one request that wait at most, estimated; further records of it are dropped and counted.',
  ),
  PLINTH_KEEP_TOTAL_BYTES: variable(
    integer(65_536, 1_073_741_824),
    '33554432',
    'Bytes of all requests that wait at most, estimated; the oldest request gives way, counted.',
  ),
  PLINTH_PROPAGATION_HOSTS: variable(
    hostList,
    'none',
    'Hosts that get baggage and the correlation id, beside loopback and same-cluster names (one label, *.svc, *.cluster.local).',
  ),
  PLINTH_INBOUND_TRUST: variable(
    inboundTrust,
    'trusted',
    'Whether callers are trusted with trace, baggage and correlation id: `trusted` or `untrusted`, for all ports or for some, like `untrusted,9090=trusted`.',
  ),
  PLINTH_REDACTION_ALLOW_KEYS: variable(list, 'none', 'Keys that are not redacted by their name.'),
  PLINTH_REDACTION_ACTION: variable(
    oneOf(...redactionActions),
    'mask',
    'What happens to a secret: `mask` shows [REDACTED], `hash` a keyed hash, `drop` removes the field (inside text it is masked).',
  ),
  PLINTH_REDACTION_HASH_KEY: variable(secretOf(16), 'none', 'Key of the hashes, 16 characters or more; `hash` needs it.', { secret: true }),
  PLINTH_SHUTDOWN_TIMEOUT: variable(integer(100, 600_000), '5000', 'Milliseconds from the first signal to the end of the process.'),
} as const satisfies Record<string, Variable<unknown>>;

export type VariableName = keyof typeof variables;
export type VariableValue<N extends VariableName> = (typeof variables)[N] extends Variable<infer T> ? T : never;
