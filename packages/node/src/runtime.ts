// The started SDK. Every entry point finds it here: `register`, `.`, `queue` and `testing` are separate modules of one process, and each is
// there as an ES module and as a CommonJS module. Entry points use nothing of the SDK but this.
import type { Attributes, Span } from '@opentelemetry/api';
import type { TelemetryCatalog } from '@plinth/catalog';
import type { PromRegistry } from './adoption/prom-client.ts';
import type { Captures } from './testing/capture.ts';
import type { BoundTelemetry } from './events/telemetry.ts';
import type { Health } from './lifecycle/health.ts';
import type { ShutdownHook } from './lifecycle/shutdown.ts';
import type { PlinthLogger } from './logs/logger-options.ts';
import type { QueueObserver } from './measure/queue-state.ts';
import type { JobDestination, JobHeaders, ReceivedJob } from './traces/messaging.ts';

export interface Runtime {
  readonly logger: PlinthLogger;
  /** The id of the business operation that the running code belongs to. */
  readonly correlation: {
    id(): string | undefined;
    run<T>(fn: () => T, id?: string): T;
  };
  readonly queues: QueueObserver;
  /** The metrics of the registry are shown beside the SDK's own. */
  readonly adoptRegistry: (registry: PromRegistry) => void;
  /** The service consumes a queue from now on. */
  readonly onConsumer: () => void;
  readonly health: Health;
  readonly captures: Captures;
  bindTelemetry<C extends TelemetryCatalog>(catalog: C): BoundTelemetry<C>;
  span<T>(name: string, attributes: Attributes, fn: (span: Span) => T): T;
  sendJob<T>(job: JobDestination, send: (headers: JobHeaders) => Promise<T>): Promise<T>;
  processJob<T>(job: ReceivedJob, process: () => Promise<T>): Promise<T>;
  addShutdownHook(hook: ShutdownHook): void;
  /** Sends what is buffered. Rejects where something is left. */
  flush(timeoutMs: number): Promise<void>;
  /** The whole end of the process: not ready, drained, flushed. Never rejects. */
  shutdown(): Promise<void>;
}

const runtimeKey = Symbol.for('plinth.node.runtime');
type RuntimeHolder = { [runtimeKey]?: Runtime };

export function findRuntime(): Runtime | undefined {
  return (globalThis as RuntimeHolder)[runtimeKey];
}

export function setRuntime(runtime: Runtime): void {
  (globalThis as RuntimeHolder)[runtimeKey] = runtime;
}
