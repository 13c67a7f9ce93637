// The composition root, read top to bottom: each stage is started from the options and from what the stages before it return.
import type { Server } from 'node:http';
import { context as activeContext, SpanKind } from '@opentelemetry/api';
import type { ControlTargets } from './admin/control-state.ts';
import type { OwnPages } from './admin/pages.ts';
import { startAdoption } from './adoption/adopt.ts';
import { startServiceMetrics } from './adoption/service-metrics.ts';
import { getCorrelationId, setCorrelationId } from './context/correlation.ts';
import { startContext } from './context/start-context.ts';
import { createUuidV7 } from './context/uuid-v7.ts';
import { createTelemetry } from './events/telemetry.ts';
import type { DeclaredSdk } from './export/declared-sdk.ts';
import { startExport } from './export/start-export.ts';
import { createKeepOnError } from './keep/keep-on-error.ts';
import { createLedger } from './ledger/ledger.ts';
import { createEndBudget } from './lifecycle/end-budget.ts';
import { startLifecycle } from './lifecycle/start-lifecycle.ts';
import { startLogs } from './logs/start-logs.ts';
import type { MetricSnapshot } from './metrics/metric-snapshot.ts';
import { readActiveExemplar } from './metrics/operation-metrics.ts';
import { startMetrics } from './metrics/start-metrics.ts';
import { createWork } from './measure/work.ts';
import { createNotices, createTextSink, type Notify } from './notices.ts';
import type { PlinthOptions } from './options/options.ts';
import { createRedaction } from './redaction/redact.ts';
import { buildResourceAttributes } from './resource/resource.ts';
import type { Runtime } from './runtime.ts';
import { createCaptures } from './testing/capture.ts';
import { traceProcess, traceSend } from './traces/messaging.ts';
import { runInSpan } from './traces/span.ts';
import { startTraces } from './traces/start-traces.ts';

export interface StartedRuntime {
  readonly runtime: Runtime;
  /** Says in the service's log that something is wrong. */
  readonly notify: Notify;
  /** Writes what is buffered for stdout, without the event loop. */
  readonly flushLogsSync: () => void;
  /** Delivers what is left of all signals, without the event loop, and says in the log what it could not deliver. */
  readonly flushSync: () => void;
  /** A signal came that the service handles itself. */
  readonly startEnd: () => void;
  /** What this process shows on the admin port. */
  readonly pages: OwnPages;
  /** Keeps all requests in flight: the process ends by an exception. */
  readonly keepAll: () => void;
  /** What can be changed while the process runs. */
  readonly controls: ControlTargets;
  /** Marks a server of the SDK itself: it is neither traced nor drained. */
  readonly ignoreServer: (server: Server) => void;
}

export interface StartRuntimeOptions {
  /** Whether log records are handed to tests. It costs a parse for each record. */
  readonly capture: boolean;
  /** What OTEL_CONFIG_FILE describes. Its tracer provider takes the place of our own. */
  readonly declared?: DeclaredSdk | undefined;
  /** Whether stdout belongs to somebody else: what the SDK says of itself goes to stderr. */
  readonly isScript?: boolean;
  /** Whether somebody else takes over stdout a moment after the start. */
  readonly isOutputTaken?: boolean;
}

/** Milliseconds that lines are kept for whoever takes over stdout. */
const ownerAwaitedMs = 2000;

/** Starts every stage but the edges of the process, which `register` starts: the admin port, signals, crashes. */
export function startRuntime(
  options: PlinthOptions,
  { capture, declared, isScript = false, isOutputTaken = false }: StartRuntimeOptions,
): StartedRuntime {
  const redaction = createRedaction(options.redaction);
  const resource = { ...buildResourceAttributes(options), ...declared?.resource };
  const notices = createNotices();
  const { notify } = notices;
  for (const problem of options.unusable) notify('node.variable_unusable', problem);
  const context = startContext(options, redaction, declared?.propagationHeaders, (problem) => notify('node.propagator_missing', problem));
  const keepOnError = options.keepOnError === undefined ? undefined : createKeepOnError(options.keepOnError, () => performance.now());
  const captures = createCaptures();
  const ownServers = new WeakSet<object>();
  const isOwnServer = (server: object): boolean => ownServers.has(server);
  const work = createWork();

  // The stages before the logger may have something to say. It is said when the logger is attached.
  const metrics = startMetrics({ redaction, resource, notify, onRecord: captures.metric });
  // A declared SDK may have providers of its own.
  const adopted = declared === undefined ? options.adopted : options.adopted.filter((name) => name !== 'opentelemetry');
  const serviceMetrics = startServiceMetrics({ adopted, redaction, readExemplar: readActiveExemplar, notify });
  const { exporters, spanListeners } = startExport({ options, redaction, resource, metrics, serviceMetrics, notices, declared });
  const budget = createEndBudget(options.shutdownTimeoutMs);
  const leftAtExitMs = (): number => {
    budget.begin();
    return budget.leftMs();
  };
  const captureLog = capture ? captures.log : undefined;
  const logs = startLogs({
    options,
    redaction,
    resource,
    keepOnError,
    leftAtExitMs,
    ownerAwaitedMs: isOutputTaken ? ownerAwaitedMs : 0,
    notify,
    exportLog: exporters.addLog,
    captureLog,
  });
  notices.attach(isScript ? createTextSink((text) => void process.stderr.write(text)) : logs.logger);
  const hooks = startAdoption({
    adopted,
    redaction,
    keepOnError,
    notify,
    logger: logs.logger,
  });
  const traces = startTraces({
    options,
    redaction,
    context,
    operations: metrics.operations,
    keepOnError,
    notify,
    listeners: [captures.spans, ...spanListeners],
    declaredProvider: declared?.tracerProvider,
    onConsumer: work.begin,
    flush: (timeoutMs) => lifecycle.flush(timeoutMs),
    isOwnServer,
    hooks: [...hooks, ...serviceMetrics.hooks],
  });

  const readLedger = createLedger({
    exporters: exporters.ledger,
    spans: traces.counts,
    stdout: logs.writesLines ? logs.destination.stats : undefined,
    keptLogs: keepOnError === undefined ? undefined : () => keepOnError.counts('logs'),
  });
  metrics.self.observeLedger(readLedger);
  const { destination, logger } = logs;
  if (logs.writesLines) metrics.self.observeLogWait(() => destination.stats().waitedMs);
  const lifecycle = startLifecycle({
    options,
    budget,
    redactText: redaction.redactText,
    exporters,
    destination,
    declared,
    notify,
    isOwnServer,
    work,
    endOpenRequests: traces.endOpenRequests,
  });
  const { health, flush, flushLogsSync, flushSync, startEnd, shutdown, addShutdownHook } = lifecycle;
  const { tracer, sampler } = traces;
  const isServed = options.metrics.exporters.includes('prometheus');
  const readMetrics = async (): Promise<MetricSnapshot[]> => {
    const [own] = await Promise.all([metrics.read(), serviceMetrics.refresh()]);
    return serviceMetrics.join(own);
  };
  const messaging = { tracer, operations: metrics.operations, extractContext: context.extractContext, onConsumer: work.begin };

  return {
    runtime: {
      logger,
      health,
      captures,
      flush,
      shutdown,
      addShutdownHook,
      correlation: {
        id: () => getCorrelationId(activeContext.active()),
        run(fn, id) {
          const accepted = id !== undefined && context.acceptsCorrelationId(id) ? id : createUuidV7();
          return activeContext.with(setCorrelationId(activeContext.active(), accepted), fn);
        },
      },
      queues: metrics.queues,
      adoptRegistry: serviceMetrics.addRegistry,
      onConsumer: work.begin,
      span: (name, attributes, fn) => runInSpan(tracer, name, { kind: SpanKind.INTERNAL, attributes }, fn),
      sendJob: (job, send) => traceSend(job, send, messaging),
      processJob: (job, process) => traceProcess(job, process, messaging),
      bindTelemetry: (catalog) =>
        createTelemetry(catalog, {
          store: metrics.store,
          onProblem: notify,
          onPublicField: traces.showField,
          writeEvent: (level, name, fields, classes) => logger.writeEvent(level, name, name, fields, classes),
        }),
    },
    notify,
    flushLogsSync,
    flushSync,
    startEnd,
    pages: {
      health,
      readyWaitsForWork: options.readyWaitsForWork,
      readMetrics: isServed ? readMetrics : undefined,
      readMetricsNow: isServed ? () => serviceMetrics.join(metrics.store.read()) : () => [],
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
    ignoreServer: (server) => void ownServers.add(server),
  };
}
