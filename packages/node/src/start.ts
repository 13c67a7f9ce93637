// The composition root, read top to bottom: every stage is built from the options and handed to the next.
import type { Server } from 'node:http';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { attributeKeys } from '@plinth/catalog';
import { createCaptures } from './context/capture.ts';
import { createCorrelationIdRule } from './context/correlation.ts';
import { createContextExtractor } from './context/inbound.ts';
import { createLogContextFragment } from './context/log-context.ts';
import { createHostFilter } from './context/propagation-hosts.ts';
import { createPropagator } from './context/propagation.ts';
import { createTelemetry } from './events/telemetry.ts';
import { createLoggerProvider } from './export/log-pipeline.ts';
import { createMeterProvider } from './export/metric-pipeline.ts';
import { createSpanExportProcessors } from './export/span-pipeline.ts';
import type { RenderMetrics } from './lifecycle/admin-server.ts';
import { createHealth } from './lifecycle/health.ts';
import { startServiceServers } from './lifecycle/service-servers.ts';
import { createShutdown, type ShutdownHook } from './lifecycle/shutdown.ts';
import { startDestination } from './logs/destination.ts';
import { quote } from './logs/json-text.ts';
import { createLogger } from './logs/logger.ts';
import { createOtlpObserver } from './logs/otlp.ts';
import { createSilentDestination } from './logs/silent-destination.ts';
import type { LogRecord } from './logs/winston-info.ts';
import { createMetricProducer } from './metrics/metric-producer.ts';
import { chooseFormat, contentTypes, renderExposition } from './metrics/exposition.ts';
import { createMetricStore, type MetricStore } from './metrics/metric-store.ts';
import { startProcessMetrics } from './metrics/process-metrics.ts';
import { createRequestMetrics, readActiveExemplar } from './metrics/request-metrics.ts';
import { createSelfMetrics } from './metrics/self-metrics.ts';
import { createNotify } from './notices.ts';
import type { PlinthOptions, Signal } from './options/options.ts';
import { createRedaction } from './redaction/redact.ts';
import { buildResourceAttributes } from './resource/resource.ts';
import { sdkVersion } from './resource/sdk-version.ts';
import type { Runtime } from './runtime.ts';
import { createCaptureProcessor } from './traces/capture-processor.ts';
import { startInstrumentation } from './traces/instrumentation.ts';
import { createRedactingProcessor } from './traces/redacting-processor.ts';
import { createTracerProvider } from './traces/tracer-provider.ts';

export interface StartedRuntime {
  readonly runtime: Runtime;
  /** Writes what is buffered for stdout, without the event loop. */
  readonly flushLogsSync: () => void;
  /** Renders /metrics; undefined where metrics are not served. */
  readonly renderMetrics: RenderMetrics | undefined;
  /** Marks a server of the SDK's own: neither traced nor drained. */
  readonly ignoreServer: (server: Server) => void;
}

/**
 * Builds and starts every stage but the edges of the process, which are `register`'s: admin port, signals, crashes.
 * With `capture`, log records are handed to tests; it costs a parse for each.
 */
export function startRuntime(options: PlinthOptions, { capture }: { readonly capture: boolean }): StartedRuntime {
  const redaction = createRedaction(options.redaction);
  const resourceAttributes = buildResourceAttributes(options);
  const resource = resourceFromAttributes(resourceAttributes);

  // context
  const contextManager = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(contextManager);
  propagation.setGlobalPropagator(createPropagator(options.propagators, redaction));
  const acceptsCorrelationId = createCorrelationIdRule(redaction);
  const extractContext = createContextExtractor(options.inboundTrust, acceptsCorrelationId);
  const captures = createCaptures();

  // logs
  const destination = options.logs.exporters.includes('console')
    ? startDestination({ maxBytes: options.logs.bufferBytes, exitDeadlineMs: options.shutdownTimeoutMs })
    : createSilentDestination();
  const loggerProvider = options.logs.exporters.includes('otlp')
    ? createLoggerProvider(options.logs, resource, (error) => onExportFailure('logs', error))
    : undefined;
  const exportLog = loggerProvider && createOtlpObserver(loggerProvider.getLogger('@plinth/node', sdkVersion));
  const captureLog = (record: LogRecord): void => captures.find(record['trace_id'] as string | undefined)?.log(record);
  const observers = [exportLog, capture ? captureLog : undefined].filter((observer) => observer !== undefined);
  const logger = createLogger({
    level: options.logs.level,
    destination,
    redaction,
    resource: pickLogResource(resourceAttributes),
    contextFragment: createLogContextFragment(options.logs.baggageKeys, redaction, quote),
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
  const selfMetrics = createSelfMetrics(store, () => destination.stats().dropped);
  const requests = createRequestMetrics(store);
  startProcessMetrics(store, resourceAttributes);

  // traces
  const publicFields = new Set<string>();
  const tracerProvider = createTracerProvider(options.traces, resource, [
    createRedactingProcessor(redaction, {
      isPublicField: (event, field) => publicFields.has(`${event} ${field}`),
      longestValue: options.traces.limits.attributeValueLength,
    }),
    createCaptureProcessor(captures),
    ...createSpanExportProcessors(options.traces, (error) => onExportFailure('traces', error)),
  ]);
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
      requests,
      isIgnoredServer,
      isTrustedHost: createHostFilter(options.propagationHosts),
      onError: (where, error) => notify('node.instrumentation_failed', { path: where, message: messageOf(error) }),
    });
  }

  const meterProvider = options.metrics.exporters.includes('otlp')
    ? createMeterProvider(options.metrics, resource, createMetricProducer(store, resource), (error) => onExportFailure('metrics', error))
    : undefined;
  function onExportFailure(signal: Signal, error: Error | undefined): void {
    selfMetrics.countExportError(signal, 'export_failed');
    notify('node.export_failed', { path: signal, message: messageOf(error) });
  }

  // lifecycle
  const health = createHealth();
  const servers = startServiceServers(isIgnoredServer);
  const hooks: ShutdownHook[] = [];
  const providers = [tracerProvider, loggerProvider, meterProvider].filter((provider) => provider !== undefined);
  const flush = async (timeoutMillis: number): Promise<void> => {
    await Promise.all([destination.flush(), ...providers.map((provider) => provider.forceFlush({ timeoutMillis }))]);
  };
  const shutdown = createShutdown(
    {
      startDraining: health.startDraining,
      drainServers: servers.drain,
      hooks: () => hooks,
      flush,
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
      messaging: { tracer, requests, extractContext },
      acceptsCorrelationId,
      bindTelemetry: (catalog) =>
        createTelemetry(catalog, {
          store,
          onProblem: notify,
          onPublicField: (event, field) => void publicFields.add(`${event} ${field}`),
          writeEvent: (level, name, fields, classes) => logger.writeEvent(level, name, name, fields, classes),
        }),
      addShutdownHook: (hook) => void hooks.push(hook),
    },
    flushLogsSync: () => void destination.flushSync(options.shutdownTimeoutMs),
    renderMetrics: options.metrics.exporters.includes('prometheus') ? createRenderer(store) : undefined,
    ignoreServer: (server) => void ignoredServers.add(server),
  };
}

/** The resource attributes that every log line repeats. */
function pickLogResource(attributes: Readonly<Record<string, string | number>>): Record<string, string> {
  const { serviceName, serviceVersion, serviceInstanceId, deploymentEnvironmentName } = attributeKeys;
  const picked: Record<string, string> = {};
  for (const key of [serviceName, serviceVersion, serviceInstanceId, deploymentEnvironmentName]) {
    if (attributes[key] !== undefined) picked[key] = String(attributes[key]);
  }
  return picked;
}

function createRenderer(store: MetricStore): RenderMetrics {
  return async (accept) => {
    const format = chooseFormat(accept);
    const metrics = await store.registry.getMetricsAsJSON();
    return { contentType: contentTypes[format], body: renderExposition(metrics, store.definitions, format) };
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
