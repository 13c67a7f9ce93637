// Environment to options. Precedence, first wins:
//   1. PLINTH_* variables
//   2. OTEL_* variables of one signal (OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)
//   3. OTEL_* variables for all signals (OTEL_EXPORTER_OTLP_ENDPOINT)
//   4. name and version in the service's package.json
//   5. the defaults
// An empty variable counts as unset (OTel specification).
import { PlinthError, type Problem } from '../errors.ts';
import type { BatchOptions, OtlpOptions, PlinthOptions, SamplerOptions, Signal } from './options.ts';
import { variables, type VariableName, type VariableValue } from './variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the service's own package.json says. */
export interface PackageIdentity {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
}

type Values = { readonly [N in VariableName]: VariableValue<N> | undefined };

/**
 * Reads all options from the environment.
 * @throws PlinthError `node.options_invalid` that names every wrong variable, its value and its rule.
 */
export function parseOptions(environment: Environment, packageIdentity: PackageIdentity = {}): PlinthOptions {
  const problems: Problem[] = [];
  const values = parseValues(environment, problems);
  const options = buildOptions(values, environment, packageIdentity);
  if (options.traces.batch.maxBatchSize > options.traces.batch.maxQueueSize) {
    problems.push({ path: 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE', message: 'must not be greater than OTEL_BSP_MAX_QUEUE_SIZE' });
  }
  if (options.logs.batch.maxBatchSize > options.logs.batch.maxQueueSize) {
    problems.push({ path: 'OTEL_BLRP_MAX_EXPORT_BATCH_SIZE', message: 'must not be greater than OTEL_BLRP_MAX_QUEUE_SIZE' });
  }
  if (
    options.redaction.action === 'hash' &&
    options.redaction.hashKey === undefined &&
    environment['PLINTH_REDACTION_HASH_KEY'] === undefined
  ) {
    problems.push({ path: 'PLINTH_REDACTION_HASH_KEY', message: 'must be set where PLINTH_REDACTION_ACTION is hash' });
  }
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('PLINTH_') || name in variables) continue;
    // Other software may own PLINTH_* names (Kubernetes sets PLINTH_SERVICE_HOST for a Service called plinth): only near misses are wrong.
    const meant = Object.keys(variables).find((known) => editDistance(known, name) <= 2);
    if (meant !== undefined) problems.push({ path: name, message: `is not a variable of Plinth; did you mean ${meant}?` });
  }
  if (problems.length > 0) throw new PlinthError('node.options_invalid', problems);
  return options;
}

function parseValues(environment: Environment, problems: Problem[]): Values {
  const values: Record<string, unknown> = {};
  for (const [name, row] of Object.entries(variables)) {
    const text = environment[name]?.trim();
    if (text === undefined || text === '') continue;
    const parsed = row.parse(text);
    if ('rule' in parsed) {
      const shown = 'secret' in row ? '(value not shown)' : `got ${JSON.stringify(text.slice(0, 100))}`;
      problems.push({ path: name, message: `${parsed.rule}, ${shown}` });
    } else {
      values[name] = parsed.value;
    }
  }
  return values as Values;
}

function buildOptions(values: Values, environment: Environment, packageIdentity: PackageIdentity): PlinthOptions {
  const attributes = values.OTEL_RESOURCE_ATTRIBUTES ?? {};
  const deployment = attributes['deployment.environment.name'] ?? (environment['NODE_ENV'] || 'development');
  const packageName = packageIdentity.name?.replace(/^@[^/]*\//, '');
  const disabled = values.OTEL_SDK_DISABLED ?? false;
  return {
    disabled,
    configFile: disabled ? undefined : values.OTEL_CONFIG_FILE,
    service: {
      name: values.OTEL_SERVICE_NAME ?? attributes['service.name'] ?? packageName ?? 'unknown_service:node',
      version: attributes['service.version'] ?? packageIdentity.version,
      instanceId: attributes['service.instance.id'],
      environment: deployment,
    },
    resourceAttributes: attributes,
    propagators: values.OTEL_PROPAGATORS ?? ['tracecontext', 'baggage'],
    logs: {
      level: values.PLINTH_LOG_LEVEL ?? 'info',
      exporters: disabled ? ['console'] : (values.OTEL_LOGS_EXPORTER ?? ['console']),
      baggageKeys: values.PLINTH_LOG_BAGGAGE_KEYS ?? [],
      bufferBytes: values.PLINTH_LOG_BUFFER_BYTES ?? 8_388_608,
      otlp: buildOtlp(values, 'logs'),
      batch: buildBatch(values, 'BLRP', 1000),
    },
    traces: {
      exporter: disabled || values.OTEL_CONFIG_FILE !== undefined ? 'none' : (values.OTEL_TRACES_EXPORTER ?? 'otlp'),
      sampler: disabled ? { type: 'always_off' } : buildSampler(values, deployment),
      otlp: buildOtlp(values, 'traces'),
      batch: buildBatch(values, 'BSP', 5000),
      limits: {
        attributeCount: values.OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT ?? 128,
        attributeValueLength: values.OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT ?? 8192,
        eventCount: values.OTEL_SPAN_EVENT_COUNT_LIMIT ?? 128,
        linkCount: values.OTEL_SPAN_LINK_COUNT_LIMIT ?? 128,
      },
    },
    metrics: {
      exporters: disabled ? [] : (values.OTEL_METRICS_EXPORTER ?? ['prometheus']),
      otlp: buildOtlp(values, 'metrics'),
      intervalMs: values.OTEL_METRIC_EXPORT_INTERVAL ?? 60_000,
      timeoutMs: Math.min(values.OTEL_METRIC_EXPORT_TIMEOUT ?? 30_000, values.OTEL_METRIC_EXPORT_INTERVAL ?? 60_000),
    },
    exportQueueBytes: values.PLINTH_EXPORT_QUEUE_BYTES ?? 8_388_608,
    propagationHosts: values.PLINTH_PROPAGATION_HOSTS ?? [],
    inboundTrust: values.PLINTH_INBOUND_TRUST ?? { ports: {}, otherwise: 'trusted' },
    redaction: {
      allowKeys: values.PLINTH_REDACTION_ALLOW_KEYS ?? [],
      action: values.PLINTH_REDACTION_ACTION ?? 'mask',
      hashKey: values.PLINTH_REDACTION_HASH_KEY,
    },
    keepOnError:
      disabled || values.OTEL_CONFIG_FILE !== undefined || values.PLINTH_KEEP_ON_ERROR !== true
        ? undefined
        : {
            requestBytes: values.PLINTH_KEEP_REQUEST_BYTES ?? 262_144,
            totalBytes: values.PLINTH_KEEP_TOTAL_BYTES ?? 33_554_432,
            slowMs: values.PLINTH_KEEP_SLOW_MS ?? 1000,
          },
    admin: {
      host: values.PLINTH_ADMIN_HOST ?? '127.0.0.1',
      port: values.PLINTH_ADMIN_PORT ?? 9464,
      token: values.PLINTH_ADMIN_TOKEN,
    },
    shutdownTimeoutMs: values.PLINTH_SHUTDOWN_TIMEOUT ?? 5000,
  };
}

function buildSampler(values: Values, deployment: string): SamplerOptions {
  const type = values.OTEL_TRACES_SAMPLER ?? 'parentbased_traceidratio';
  if (type !== 'traceidratio' && type !== 'parentbased_traceidratio') return { type };
  const byEnvironment = values.PLINTH_SAMPLING_RATIOS?.[deployment] ?? (deployment === 'production' ? 0.1 : 1);
  return { type, ratio: values.OTEL_TRACES_SAMPLER_ARG ?? byEnvironment };
}

function buildOtlp(values: Values, signal: Signal): OtlpOptions {
  const upper = signal.toUpperCase() as 'TRACES' | 'METRICS' | 'LOGS';
  const protocol = values[`OTEL_EXPORTER_OTLP_${upper}_PROTOCOL`] ?? values.OTEL_EXPORTER_OTLP_PROTOCOL ?? 'http/protobuf';
  const own = values[`OTEL_EXPORTER_OTLP_${upper}_ENDPOINT`];
  const base = values.OTEL_EXPORTER_OTLP_ENDPOINT;
  return {
    url: protocol === 'grpc' ? (own ?? base ?? 'http://localhost:4317') : (own ?? `${base ?? 'http://localhost:4318'}/v1/${signal}`),
    protocol,
    headers: { ...values.OTEL_EXPORTER_OTLP_HEADERS, ...values[`OTEL_EXPORTER_OTLP_${upper}_HEADERS`] },
    timeoutMs: values[`OTEL_EXPORTER_OTLP_${upper}_TIMEOUT`] ?? values.OTEL_EXPORTER_OTLP_TIMEOUT ?? 10_000,
    compression: values[`OTEL_EXPORTER_OTLP_${upper}_COMPRESSION`] ?? values.OTEL_EXPORTER_OTLP_COMPRESSION ?? 'none',
    tls: {
      ca: values[`OTEL_EXPORTER_OTLP_${upper}_CERTIFICATE`] ?? values.OTEL_EXPORTER_OTLP_CERTIFICATE,
      key: values[`OTEL_EXPORTER_OTLP_${upper}_CLIENT_KEY`] ?? values.OTEL_EXPORTER_OTLP_CLIENT_KEY,
      cert: values[`OTEL_EXPORTER_OTLP_${upper}_CLIENT_CERTIFICATE`] ?? values.OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE,
    },
  };
}

function buildBatch(values: Values, processor: 'BSP' | 'BLRP', delayMs: number): BatchOptions {
  return {
    delayMs: values[`OTEL_${processor}_SCHEDULE_DELAY`] ?? delayMs,
    timeoutMs: values[`OTEL_${processor}_EXPORT_TIMEOUT`] ?? 30_000,
    maxQueueSize: values[`OTEL_${processor}_MAX_QUEUE_SIZE`] ?? 2048,
    maxBatchSize: values[`OTEL_${processor}_MAX_EXPORT_BATCH_SIZE`] ?? 512,
  };
}

/** Levenshtein distance, for "did you mean". */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
