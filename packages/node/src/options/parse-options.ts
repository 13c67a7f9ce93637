// Environment to options. Precedence, first wins:
//   1. PLINTH_* variables
//   2. OTEL_* variables of one signal (OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)
//   3. OTEL_* variables for all signals (OTEL_EXPORTER_OTLP_ENDPOINT)
//   4. name and version in the service's package.json
//   5. the defaults
// An empty variable counts as unset (OTel specification). An OTEL_* variable with a value that cannot be used counts as unset, too.
import { attributeKeys } from '@plinth/catalog';
import { distance } from 'fastest-levenshtein';
import { PlinthError, type Problem } from '../errors.ts';
import type { BatchOptions, PlinthOptions, SamplerOptions } from './options.ts';
import { buildOtlp, type Reject, type Values } from './otlp-options.ts';
import type { ParsedValue } from './value-parsers.ts';
import type { AnyVariable, Variable } from './variable.ts';
import { unnamedEnvironment, unnamedService, usualAdminPort, variables, type VariableName } from './variables.ts';

/** The key before version 1.27 of the semantic conventions. Many platforms still set it. */
export const oldEnvironmentKey = 'deployment.environment';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the service's own package.json says, and how the service is run. */
export interface PackageIdentity {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  /** What the program that runs the service will set NODE_ENV to. */
  readonly environment?: string | undefined;
}

const rows: readonly (readonly [string, AnyVariable])[] = Object.entries(variables);
const rowOf: ReadonlyMap<string, AnyVariable> = new Map(rows);

/**
 * Reads all options from the environment.
 * @throws PlinthError `node.options_invalid` that names every wrong PLINTH_* variable, its value and its rule.
 */
export function parseOptions(environment: Environment, packageIdentity: PackageIdentity = {}): PlinthOptions {
  const problems: Problem[] = [];
  const unusable: Problem[] = [];
  const reject: Reject = (problem) => {
    const told = problem.path.startsWith('PLINTH_') ? problems : unusable;
    if (!told.some(({ path }) => path === problem.path)) told.push(problem);
  };
  const isSet = (name: string): boolean => (environment[name]?.trim() ?? '') !== '';
  const values = parseValues(environment, reject);
  const options = buildOptions(values, packageIdentity, isSet, unusable, reject);
  if (
    options.redaction.action === 'hash' &&
    options.redaction.hashKey === undefined &&
    environment['PLINTH_REDACTION_HASH_KEY'] === undefined
  ) {
    problems.push({ path: 'PLINTH_REDACTION_HASH_KEY', message: 'must be set where PLINTH_REDACTION_ACTION is hash' });
  }
  // Where another sampler was meant, its argument was, too.
  const isOwnArgument = values.OTEL_TRACES_SAMPLER.endsWith('ratio') && !unusable.some(({ path }) => path === 'OTEL_TRACES_SAMPLER');
  const argument = unusable.findIndex(({ path }) => path === 'OTEL_TRACES_SAMPLER_ARG');
  if (argument !== -1 && !isOwnArgument) unusable.splice(argument, 1);
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('PLINTH_') || name in variables) continue;
    // Other software may own PLINTH_* names (Kubernetes sets PLINTH_SERVICE_HOST for a Service called plinth): only near misses are wrong.
    const meant = Object.keys(variables).find((known) => distance(known, name) <= 2);
    if (meant !== undefined) problems.push({ path: name, message: `is not a variable of Plinth; did you mean ${meant}?` });
  }
  if (problems.length > 0) throw new PlinthError('node.options_invalid', problems);
  return options;
}

/** The value of each variable, set or not. Where a text breaks its rule, there is a problem, and the default stands for the value. */
function parseValues(environment: Environment, reject: Reject): Values {
  const given = new Map<string, unknown>();
  for (const [name, row] of rows) {
    const parsed = parseText(row, environment[name]);
    if (parsed === undefined) continue;
    const broken = 'rule' in parsed ? parsed.rule : parsed.ignored;
    if (broken !== undefined) {
      const text = environment[name]?.trim().slice(0, 100);
      reject({ path: name, message: `${broken}, ${row.secret ? '(value not shown)' : `got ${JSON.stringify(text)}`}` });
    }
    if ('value' in parsed) given.set(name, parsed.value);
  }
  const valueOf = (name: string, row: AnyVariable | undefined): unknown => {
    if (given.has(name) || row === undefined) return given.get(name);
    if ('inherits' in row) return valueOf(row.inherits, rowOf.get(row.inherits));
    return 'default' in row ? row.default : undefined;
  };
  return Object.fromEntries(rows.map(([name, row]) => [name, valueOf(name, row)])) as Values;
}

/** Undefined where the variable is not set. */
function parseText<T>(row: Variable<T>, text: string | undefined): ParsedValue<T> | undefined {
  const trimmed = text?.trim();
  return trimmed === undefined || trimmed === '' ? undefined : row.parse(trimmed);
}

/** Whether the environment turns the SDK off. A wrong value does not. */
export function isDisabled(environment: Environment): boolean {
  const row = variables.OTEL_SDK_DISABLED;
  const parsed = parseText(row, environment['OTEL_SDK_DISABLED']);
  return parsed !== undefined && 'value' in parsed ? parsed.value : row.default;
}

function buildOptions(
  values: Values,
  packageIdentity: PackageIdentity,
  isSet: (name: VariableName) => boolean,
  unusable: readonly Problem[],
  reject: Reject,
): PlinthOptions {
  const attributes = values.OTEL_RESOURCE_ATTRIBUTES;
  const deployment =
    attributes[attributeKeys.deploymentEnvironmentName] ??
    attributes[oldEnvironmentKey] ??
    values.NODE_ENV ??
    packageIdentity.environment ??
    unnamedEnvironment;
  const packageName = packageIdentity.name?.replace(/^@[^/]*\//, '');
  const disabled = values.OTEL_SDK_DISABLED;
  const traceExporters = disabled || values.OTEL_CONFIG_FILE !== undefined ? [] : values.OTEL_TRACES_EXPORTER;
  const logExporters = disabled ? (['console'] as const) : values.OTEL_LOGS_EXPORTER;
  const metricExporters = disabled ? [] : values.OTEL_METRICS_EXPORTER;
  // An endpoint is judged only where something is sent to it.
  const rejectFor = (exporters: readonly string[]): Reject => (exporters.includes('otlp') ? reject : () => {});
  return {
    disabled,
    configFile: disabled ? undefined : values.OTEL_CONFIG_FILE,
    service: {
      name: values.OTEL_SERVICE_NAME ?? attributes[attributeKeys.serviceName] ?? packageName ?? unnamedService,
      version: attributes[attributeKeys.serviceVersion] ?? packageIdentity.version,
      instanceId: attributes[attributeKeys.serviceInstanceId],
      environment: deployment,
    },
    resourceAttributes: attributes,
    propagators: values.OTEL_PROPAGATORS,
    logs: {
      level: values.PLINTH_LOG_LEVEL,
      exporters: logExporters,
      baggageKeys: values.PLINTH_LOG_BAGGAGE_KEYS,
      bufferBytes: values.PLINTH_LOG_BUFFER_BYTES,
      otlp: buildOtlp(values, 'logs', isSet, rejectFor(logExporters)),
      batch: buildBatch(values, 'BLRP', isSet, reject),
    },
    traces: {
      exporters: traceExporters,
      sampler: disabled ? { type: 'always_off' } : buildSampler(values, deployment),
      otlp: buildOtlp(values, 'traces', isSet, rejectFor(traceExporters)),
      batch: buildBatch(values, 'BSP', isSet, reject),
      limits: {
        attributeCount: values.OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT,
        attributeValueLength: values.OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT,
        eventCount: values.OTEL_SPAN_EVENT_COUNT_LIMIT,
        linkCount: values.OTEL_SPAN_LINK_COUNT_LIMIT,
        eventAttributeCount: values.OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT,
        linkAttributeCount: values.OTEL_LINK_ATTRIBUTE_COUNT_LIMIT,
      },
    },
    metrics: {
      exporters: metricExporters,
      otlp: buildOtlp(values, 'metrics', isSet, rejectFor(metricExporters)),
      intervalMs: values.OTEL_METRIC_EXPORT_INTERVAL,
      timeoutMs: Math.min(values.OTEL_METRIC_EXPORT_TIMEOUT, values.OTEL_METRIC_EXPORT_INTERVAL),
    },
    exportQueueBytes: values.PLINTH_EXPORT_QUEUE_BYTES,
    propagationHosts: values.PLINTH_PROPAGATION_HOSTS,
    ignoredPaths: values.PLINTH_HTTP_IGNORE_PATHS,
    inboundTrust: values.PLINTH_INBOUND_TRUST,
    adopted: disabled ? [] : values.PLINTH_ADOPT,
    redaction: {
      allowKeys: values.PLINTH_REDACTION_ALLOW_KEYS,
      action: values.PLINTH_REDACTION_ACTION,
      hashKey: values.PLINTH_REDACTION_HASH_KEY,
    },
    keepOnError:
      disabled || values.OTEL_CONFIG_FILE !== undefined || !values.PLINTH_KEEP_ON_ERROR
        ? undefined
        : {
            requestBytes: values.PLINTH_KEEP_REQUEST_BYTES,
            totalBytes: values.PLINTH_KEEP_TOTAL_BYTES,
            slowMs: values.PLINTH_KEEP_SLOW_MS,
          },
    admin: {
      hosts: values.PLINTH_ADMIN_HOST,
      port: values.PLINTH_ADMIN_PORT ?? usualAdminPort,
      isPortGiven: values.PLINTH_ADMIN_PORT !== undefined,
      token: values.PLINTH_ADMIN_TOKEN,
    },
    readyWaitsForWork: !values.PLINTH_READY_WITHOUT_SERVER,
    shutdownTimeoutMs: values.PLINTH_SHUTDOWN_TIMEOUT,
    unusable,
  };
}

function buildSampler(values: Values, deployment: string): SamplerOptions {
  const type = values.OTEL_TRACES_SAMPLER;
  if (type !== 'traceidratio' && type !== 'parentbased_traceidratio') return { type };
  const { byEnvironment, otherwise } = values.PLINTH_SAMPLING_RATIOS;
  return { type, ratio: values.OTEL_TRACES_SAMPLER_ARG ?? byEnvironment.get(deployment) ?? otherwise };
}

/** A batch is never larger than its queue. Where both are set, that is a mistake; else the queue that is set decides. */
function buildBatch(values: Values, processor: 'BSP' | 'BLRP', isSet: (name: VariableName) => boolean, reject: Reject): BatchOptions {
  const queueVariable = `OTEL_${processor}_MAX_QUEUE_SIZE` as const;
  const batchVariable = `OTEL_${processor}_MAX_EXPORT_BATCH_SIZE` as const;
  const maxQueueSize = values[queueVariable];
  const maxBatchSize = values[batchVariable];
  if (maxBatchSize > maxQueueSize && isSet(batchVariable)) {
    reject({ path: batchVariable, message: `must not be greater than ${queueVariable}, which is ${maxQueueSize}` });
  }
  return {
    delayMs: values[`OTEL_${processor}_SCHEDULE_DELAY`],
    timeoutMs: values[`OTEL_${processor}_EXPORT_TIMEOUT`],
    maxQueueSize,
    maxBatchSize: Math.min(maxBatchSize, maxQueueSize),
  };
}
