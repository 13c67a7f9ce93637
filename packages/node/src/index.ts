// The module that a service imports: its logger, its own metrics and events, spans, the correlation id, health and shutdown. The import
// alone changes nothing in a process that has no SDK: the unit test of one function stays one.
import type { Attributes, Span } from '@opentelemetry/api';
import type { TelemetryCatalog } from '@plinth/catalog';
import type { Logger } from 'winston';
import type { PromRegistry } from './adoption/prom-client.ts';
import type { BoundTelemetry } from './events/telemetry.ts';
import type { ReadinessCheck } from './lifecycle/health.ts';
import { useRuntime } from './detached.ts';
import { useLateLogger } from './logs/late-logger.ts';
import { findRuntime } from './runtime.ts';

export { PlinthError, type ErrorCode, type Problem } from './errors.ts';
export type { BoundTelemetry, CatalogEvents, CatalogMetric, CatalogMetrics } from './events/telemetry.ts';
export type { ReadinessCheck } from './lifecycle/health.ts';

const started = findRuntime();

/**
 * The service's logger: a `winston.Logger` that writes one JSON line for each record, redacted and joined to its trace.
 * Transports and formats of the service see redacted records only.
 */
export const logger: Logger = started?.logger ?? useLateLogger(() => useRuntime().logger);

/**
 * Binds a catalog made by `defineTelemetry`: its metrics as instruments, its events as `events.emit`.
 * Call it once, in the service's `src/telemetry.ts`, and export what it returns.
 *
 * @throws PlinthError `node.metric_conflict` when another catalog of the process defines one of its metrics differently.
 * @example
 * export const { events, metrics } = bindTelemetry(defineTelemetry({ metrics: {…}, events: {…} }));
 */
export function bindTelemetry<C extends TelemetryCatalog>(catalog: C): BoundTelemetry<C> {
  return useRuntime().bindTelemetry(catalog);
}

/**
 * Runs `fn` in a new span. The span is active while `fn` runs, and always ends. It records an exception of `fn`, which is thrown on.
 * Returns what `fn` returns.
 *
 * @example
 * const stock = await span('reserve stock', { 'app.sku': sku }, () => reserve(sku));
 */
export function span<T>(name: string, attributes: Attributes, fn: (span: Span) => T): T {
  return useRuntime().span(name, attributes, fn);
}

/** The id of the business operation that the running code belongs to. */
export const correlation = {
  /** The id. Undefined outside of any request, job or `run`. */
  id(): string | undefined {
    return useRuntime().correlation.id();
  },
  /**
   * Runs `fn` under an id, for work that no request or job began. The given id counts if it has the allowed form and is no secret;
   * otherwise the id is a new UUIDv7.
   */
  run<T>(fn: () => T, id?: string): T {
    return useRuntime().correlation.run(fn, id);
  },
} as const;

/** The readiness of the service, as `/health/ready` on the admin port answers it. */
export const health = {
  /**
   * Registers a check. The service is ready while the check resolves. It is not ready when the check throws, rejects, or takes longer than
   * `timeoutMs` milliseconds (default 2000).
   * Returns a function that removes it.
   */
  addReadinessCheck(name: string, check: ReadinessCheck, options?: { readonly timeoutMs?: number }): () => void {
    return useRuntime().health.addReadinessCheck(name, check, options);
  },
} as const;

/**
 * Registers a function for the end of the process, which stops consumers or closes pools. It is called after the HTTP requests in flight
 * are answered and before telemetry is flushed. The function that was registered last is called first. The whole end has
 * PLINTH_SHUTDOWN_TIMEOUT milliseconds.
 */
export function onShutdown(name: string, run: () => unknown): void {
  useRuntime().addShutdownHook({ name, run });
}

/** What is used of a registry of prom-client, whatever its version. */
export interface AdoptableRegistry {
  getMetricsAsArray(): readonly object[];
  getSingleMetric(name: string): object | undefined;
}

/**
 * Shows the metrics of a registry of prom-client beside the SDK's own, on `/metrics` and in the push. The default registry of each copy of
 * prom-client is shown anyway. It does nothing where PLINTH_ADOPT turns `prom-client` off.
 *
 * @example
 * const registry = new Registry();
 * adoptRegistry(registry);
 */
export function adoptRegistry(registry: AdoptableRegistry): void {
  useRuntime().adoptRegistry(registry as unknown as PromRegistry);
}

const flushMs = 2000;
const longestFlushMs = 2 ** 31 - 1;

/**
 * Sends what waits of all three signals, and writes what is buffered for stdout. For a process that is frozen between two calls, as a
 * function of a cloud is: await it as the last thing of a call, after the span of the call has ended. A service that runs on needs it
 * nowhere.
 *
 * Resolves after `timeoutMs` milliseconds at the latest (default 2000): to true where everything was delivered, to false where something
 * is left, which is sent later. Never rejects.
 *
 * @example
 * export const handler = async (event) => {
 *   try {
 *     return await span('handler', {}, () => handle(event));
 *   } finally {
 *     await flush();
 *   }
 * };
 */
export async function flush(options?: { readonly timeoutMs?: number }): Promise<boolean> {
  try {
    const asked = options?.timeoutMs ?? flushMs;
    await findRuntime()?.flush(asked >= 0 ? Math.min(asked, longestFlushMs) : flushMs);
    return true;
  } catch {
    return false;
  }
}
