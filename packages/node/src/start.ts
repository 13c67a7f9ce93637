// The composition root, read top to bottom: every stage is built from the options and handed to the next.
import type { Server } from 'node:http';
import { isMainThread } from 'node:worker_threads';
import { context, propagation, trace } from '@opentelemetry/api';
import { attributeKeys, headerNames } from '@plinth/catalog';
import { createCaptures } from './testing/capture.ts';
import { ContextManager } from './context/context-manager.ts';
import { createCorrelationIdRule } from './context/correlation.ts';
import { createContextExtractor } from './context/inbound.ts';
import { createKeepOnError } from './keep/keep-on-error.ts';
import { createLogContextFragment } from './logs/context-fragment.ts';
import { createHostFilter } from './context/propagation-hosts.ts';
import { createPropagator } from './context/propagation.ts';
import { createTelemetry } from './events/telemetry.ts';
import type { DeclaredSdk } from './export/declared-sdk.ts';
import { createConsoleListener } from './export/console-spans.ts';
import { startExporters } from './export/exporters.ts';
import { systemClock } from './export/system-clock.ts';
import { createLedger } from './ledger/ledger.ts';
import type { OwnPages } from './admin/pages.ts';
import type { ControlTargets } from './admin/control-state.ts';
import { createHealth } from './lifecycle/health.ts';
import { startServiceServers } from './lifecycle/service-servers.ts';
import { createShutdown, type ShutdownHook } from './lifecycle/shutdown.ts';
import { startDestination } from './logs/destination.ts';
import { quote } from './logs/json-text.ts';
import { createLogger } from './logs/logger.ts';
import { buildOtlpLogRecord } from './logs/otlp.ts';
import { createSilentDestination } from './logs/silent-destination.ts';
import type { LogRecord } from './logs/winston-info.ts';
import type { MetricSnapshot } from './metrics/metric-snapshot.ts';
import { createMetricStore } from './metrics/metric-store.ts';
import { startProcessMetrics } from './metrics/process-metrics.ts';
import { createQueueObserver } from './metrics/queue-metrics.ts';
import { createOperationMetrics, readActiveExemplar } from './metrics/operation-metrics.ts';
import { createSelfMetrics } from './metrics/self-metrics.ts';
import { createNotify } from './notices.ts';
import type { PlinthOptions } from './options/options.ts';
import { readTlsFiles } from './options/tls-files.ts';
import { createRedaction, type Redaction } from './redaction/redact.ts';
import { buildResourceAttributes } from './resource/resource.ts';
import { sdkVersion } from './resource/sdk-version.ts';
import type { Runtime } from './runtime.ts';
import { startInstrumentation } from './traces/instrumentation.ts';
import { createRedactedProvider } from './traces/redacted-provider.ts';
import { createRedactingProcessor, lookahead } from './traces/redacting-processor.ts';
import { createAdjustableSampler } from './traces/sampler.ts';
import { createTracerProvider } from './traces/tracer.ts';

export interface StartedRuntime {
  readonly runtime: Runtime;
  /** Writes what is buffered for stdout, without the event loop. */
  readonly flushLogsSync: () => void;
  /** Delivers what is left of all signals, without the event loop, and says in the log what it could not deliver. */
  readonly flushSync: () => void;
  /** For the admin port. */
  readonly pages: OwnPages;
  /** Keeps all requests in flight: the process ends by an exception. */
  readonly keepAll: () => void;
  /** What can be changed while the process runs. */
  readonly controls: ControlTargets;
  /** Marks a server of the SDK's own: neither traced nor drained. */
  readonly ignoreServer: (server: Server) => void;
}

export interface StartRuntimeOptions {
  /** Log records are handed to tests; it costs a parse for each. */
  readonly capture: boolean;
  /** What OTEL_CONFIG_FILE describes: its provider takes the place of our own. */
  readonly declared?: DeclaredSdk | undefined;
}

/**
 * Builds and starts every stage but the edges of the process, which are `register`'s: admin port, signals, crashes.
 */
export function startRuntime(options: PlinthOptions, { capture, declared }: StartRuntimeOptions): StartedRuntime {
  const redaction = createRedaction(options.redaction);
  const resourceAttributes = { ...buildResourceAttributes(options), ...declared?.resource };

  // context
  const contextManager = new ContextManager().enable();
  context.setGlobalContextManager(contextManager);
  const otherHeaders = registerPropagator(options, redaction, declared);
  const acceptsCorrelationId = createCorrelationIdRule(redaction);
  const extractContext = createContextExtractor(options.inboundTrust, acceptsCorrelationId, otherHeaders);
  const captures = createCaptures();
  const keepOnError = options.keepOnError === undefined ? undefined : createKeepOnError(options.keepOnError, () => performance.now());

  // logs
  const destination = options.logs.exporters.includes('console')
    ? startDestination({ maxBytes: options.logs.bufferBytes, exitDeadlineMs: options.shutdownTimeoutMs })
    : createSilentDestination();
  const exportLog = options.logs.exporters.includes('otlp')
    ? (line: LogRecord): void => exporters.addLog?.(buildOtlpLogRecord(line))
    : undefined;
  const captureLog = (record: LogRecord): void => captures.find(record['trace_id'] as string | undefined)?.log(record);
  const observers = [exportLog, capture ? captureLog : undefined].filter((observer) => observer !== undefined);
  const logger = createLogger({
    level: options.logs.level,
    destination,
    redaction,
    resource: pickLogResource(resourceAttributes),
    contextFragment: createLogContextFragment(options.logs.baggageKeys, redaction, quote, keepOnError),
    keepOnError,
    onError: (kind, error) => notify('node.log_pipeline_failed', { path: kind, message: messageOf(error) }),
    ...(observers.length === 0 ? {} : { observer: (record) => observers.forEach((observe) => observe(record)) }),
  });
  const notify = createNotify(logger);

  // metrics
  const store = createMetricStore({
    redaction,
    readExemplar: readActiveExemplar,
    onOverflow: (metric, label) => selfMetrics.countOverflow(metric, label),
    onInvalid: (metric, problem) => notify('node.metric_value_invalid', { path: metric, message: problem }),
    onRecord: ({ prometheusName }, value, labels, exemplar) =>
      captures.find(exemplar?.trace_id)?.metric({ name: prometheusName, value, labels, exemplar }),
  });
  const readLedger = createLedger({
    exporters: () => exporters,
    spans: () => ownProvider.counts(),
    keptLogs: keepOnError === undefined ? undefined : () => keepOnError.counts('logs'),
    stdout: options.logs.exporters.includes('console') ? destination.stats : undefined,
  });
  const selfMetrics = createSelfMetrics(store, readLedger);
  const operations = createOperationMetrics(store);
  const queues = createQueueObserver(store, (queue, error) => notify('node.queue_unreadable', { path: queue, message: messageOf(error) }));
  const readMetrics = async (): Promise<MetricSnapshot[]> => {
    await queues.refresh();
    return store.read();
  };
  startProcessMetrics(store, resourceAttributes, isMainThread);

  // export
  const scope = { name: '@plinth/node', version: sdkVersion };
  const exporters = startExporters({
    options,
    resource: resourceAttributes,
    scope,
    clock: systemClock,
    tls: readTlsFiles(options),
    refreshMetrics: queues.refresh,
    readMetrics: store.read,
    events: {
      onFailure(signal, reason) {
        selfMetrics.countExportError(signal, 'export_failed');
        notify('node.export_failed', { path: signal, message: reason });
      },
      onRecovery: (signal) => logger.info('telemetry is delivered again', { signal }),
      onRejected: (signal, count, message = 'no reason given') =>
        notify('node.export_rejected', { path: signal, message: `${count} records: ${message}` }),
      onQueueFull: (signal) => notify('node.export_queue_full', { path: signal, message: 'records are dropped' }),
    },
  });

  // traces
  const publicFields = new Set<string>();
  const sampler = createAdjustableSampler(options.traces.sampler);
  // Redacted first: what comes after sees clean spans only.
  const redacting = createRedactingProcessor(redaction, {
    isPublicField: (event, field) => publicFields.has(`${event} ${field}`),
    longestValue: options.traces.limits.attributeValueLength,
  });
  const ownProvider = createTracerProvider({
    sampler,
    keepOnError,
    // A secret that stands across the cut is known by what follows: redaction sees that, and cuts.
    limits: { ...options.traces.limits, attributeValueLength: options.traces.limits.attributeValueLength + lookahead },
    listeners: [
      redacting,
      {
        onStart: (span) => captures.find(span.spanContext().traceId)?.startSpan(),
        onEnd: (span) => captures.find(span.spanContext().traceId)?.endSpan(span),
      },
      ...(exporters.addSpan === undefined ? [] : [{ onEnd: exporters.addSpan }]),
      ...(options.traces.exporter === 'console' ? [createConsoleListener((line) => void process.stdout.write(line))] : []),
    ],
  });
  const tracerProvider = declared === undefined ? ownProvider : createRedactedProvider(declared.tracerProvider, redacting);
  declared?.onDiagnostic((message) => notify('node.export_failed', { path: 'traces', message: redaction.redactText(message) }));
  if (!trace.setGlobalTracerProvider(tracerProvider)) notify('node.api_already_registered');
  const tracer = tracerProvider.getTracer('@plinth/node', sdkVersion);
  const ignoredServers = new WeakSet<Server>();
  const isIgnoredServer = (server: Server): boolean => ignoredServers.has(server);
  if (!options.disabled) {
    startInstrumentation({
      tracer,
      contextManager,
      redaction,
      extractContext,
      operations,
      isIgnoredServer,
      isTrustedHost: createHostFilter(options.propagationHosts),
      onError: (where, error) => notify('node.instrumentation_failed', { path: where, message: messageOf(error) }),
    });
  }

  // lifecycle
  const health = createHealth();
  const servers = startServiceServers(isIgnoredServer, Math.min(longestQuietMs, options.shutdownTimeoutMs / 10));
  const hooks: ShutdownHook[] = [];
  const flush = async (timeoutMs: number): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    // Also what keeps the process alive meanwhile: nothing of an export does.
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`not flushed within ${timeoutMs} ms`)), timeoutMs);
    });
    try {
      const [left] = await Promise.race([Promise.all([exporters.flush(timeoutMs), destination.flush(), declared?.flush(timeoutMs)]), late]);
      if (left.length > 0) throw new Error(`not delivered: ${left.join(', ')}`);
    } finally {
      clearTimeout(timer);
    }
  };
  const flushLogsSync = (): void => void destination.flushSync(options.shutdownTimeoutMs);
  const flushSync = (): void => {
    // A Collector that did not answer so far gets a short last chance: the exit waits for it.
    const isFailing = exporters.states().some(({ failures }) => failures > 0);
    const lost = exporters.flushSync(isFailing ? Math.min(lastChanceMs, options.shutdownTimeoutMs) : options.shutdownTimeoutMs);
    if (lost > 0) notify('node.exit_undelivered', { path: 'exit', message: `${lost} records` });
    flushLogsSync();
  };
  const shutdown = createShutdown(
    {
      startDraining: health.startDraining,
      drainServers: servers.drain,
      hooks: () => hooks,
      // The file may have providers of its own for metrics and logs, which only a shutdown flushes.
      async flush(timeoutMs) {
        try {
          await flush(timeoutMs);
        } finally {
          await declared?.shutdown();
        }
      },
      onHookFailed: (name, error) => notify('node.shutdown_hook_failed', { path: name, message: messageOf(error) }),
      onIncomplete: (step) =>
        notify('node.shutdown_incomplete', { path: step, message: `not done within ${options.shutdownTimeoutMs} ms` }),
    },
    options.shutdownTimeoutMs,
  );

  return {
    runtime: {
      logger,
      tracer,
      health,
      captures,
      flush,
      shutdown,
      messaging: { tracer, operations, extractContext },
      acceptsCorrelationId,
      queues,
      bindTelemetry: (catalog) =>
        createTelemetry(catalog, {
          store,
          onProblem: notify,
          onPublicField: (event, field) => void publicFields.add(`${event} ${field}`),
          writeEvent: (level, name, fields, classes) => logger.writeEvent(level, name, name, fields, classes),
        }),
      addShutdownHook: (hook) => void hooks.push(hook),
    },
    flushLogsSync,
    flushSync,
    pages: {
      health,
      readMetrics: options.metrics.exporters.includes('prometheus') ? readMetrics : undefined,
      readLedger,
      readExporters: exporters.states,
    },
    keepAll: () => keepOnError?.keepAll('crashed'),
    controls: {
      readLogLevel: (name) => logger.levelOf(name),
      overrideLogLevel: (level, name) => logger.overrideLevel(level, name),
      hasSampler: declared === undefined,
      readSamplingRatio: sampler.ratio,
      overrideSamplingRatio: sampler.override,
      loggerNames: () => logger.names(),
    },
    ignoreServer: (server) => void ignoredServers.add(server),
  };
}

/** For what is left at `process.exit`, where the Collector did not answer so far. */
const lastChanceMs = 1000;
/** For the next request on a kept connection. */
const longestQuietMs = 300;

/** Registers it, and returns the headers beside W3C's in which it finds a context. */
function registerPropagator(options: PlinthOptions, redaction: Redaction, declared: DeclaredSdk | undefined): readonly string[] {
  const fields = declared?.propagationHeaders;
  const otherHeaders = fields?.filter((name) => !w3cHeaders.has(name)) ?? [];
  // What only the file's propagators can read stays with them; W3C's headers are ours, whose baggage is redacted.
  if (otherHeaders.length > 0) return otherHeaders;
  propagation.disable();
  const names = fields === undefined ? options.propagators : propagatorNames.filter((name) => fields.includes(headerNames[carriers[name]]));
  propagation.setGlobalPropagator(createPropagator(names, redaction));
  return [];
}

const carriers = { tracecontext: 'traceparent', baggage: 'baggage' } as const;
const propagatorNames = ['tracecontext', 'baggage'] as const;
const w3cHeaders = new Set(['traceparent', 'tracestate', 'baggage']);

/** The resource attributes that every log line repeats. */
function pickLogResource(attributes: Readonly<Record<string, string | number>>): Record<string, string> {
  const { serviceName, serviceVersion, serviceInstanceId, deploymentEnvironmentName } = attributeKeys;
  const picked: Record<string, string> = {};
  for (const key of [serviceName, serviceVersion, serviceInstanceId, deploymentEnvironmentName]) {
    if (attributes[key] !== undefined) picked[key] = String(attributes[key]);
  }
  return picked;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
