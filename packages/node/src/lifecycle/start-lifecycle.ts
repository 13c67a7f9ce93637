// Health, and the ways to the end of the process: flush what is buffered, with and without the event loop, and the whole shutdown.
import type { Server } from 'node:http';
import type { DeclaredSdk } from '../export/declared-sdk.ts';
import type { Exporters } from '../export/exporters.ts';
import type { Destination } from '../logs/destination.ts';
import { messageOf, type Notify } from '../notices.ts';
import type { PlinthOptions } from '../options/options.ts';
import { withDeadline } from './deadline.ts';
import { createHealth, type Health } from './health.ts';
import { startServiceServers } from './service-servers.ts';
import { createShutdown, type ShutdownHook } from './shutdown.ts';

export interface LifecycleParts {
  readonly options: Pick<PlinthOptions, 'shutdownTimeoutMs'>;
  /** What is shown without a token is redacted. */
  readonly redactText: (text: string) => string;
  readonly exporters: Exporters;
  readonly destination: Destination;
  readonly declared: DeclaredSdk | undefined;
  readonly notify: Notify;
  /** Servers of the SDK itself are not drained. */
  readonly isOwnServer: (server: Server) => boolean;
}

export interface StartedLifecycle {
  readonly health: Health;
  readonly addShutdownHook: (hook: ShutdownHook) => void;
  /** Sends what is buffered; rejects where something is left, after `timeoutMs` at the latest. */
  readonly flush: (timeoutMs: number) => Promise<void>;
  /** Writes what is buffered for stdout, without the event loop. */
  readonly flushLogsSync: () => void;
  /** Delivers what is left of all signals, without the event loop, and says in the log what it could not deliver. */
  readonly flushSync: () => void;
  /** The whole end: not ready, drained, flushed. Never rejects. */
  readonly shutdown: () => Promise<void>;
}

/** Milliseconds for what is left at `process.exit`, where the Collector did not answer so far: the exit waits for it. */
const lastChanceMs = 1000;
/** Milliseconds that an idle connection waits for its next request. */
const longestQuietMs = 300;

export function startLifecycle({
  options,
  redactText,
  exporters,
  destination,
  declared,
  notify,
  isOwnServer,
}: LifecycleParts): StartedLifecycle {
  const { shutdownTimeoutMs } = options;
  const health = createHealth(redactText);
  const servers = startServiceServers(isOwnServer, Math.min(longestQuietMs, shutdownTimeoutMs / 10));
  const hooks: ShutdownHook[] = [];

  /** Has no deadline of its own: a reader of stdout may sleep for ever. */
  const sendAll = async (timeoutMs: number): Promise<void> => {
    const [left] = await Promise.all([exporters.flush(timeoutMs), destination.flush(), declared?.flush(timeoutMs)]);
    if (left.length > 0) throw new Error(`not delivered: ${left.join(', ')}`);
  };
  const flushLogsSync = (): void => void destination.flushSync(shutdownTimeoutMs);

  return {
    health,
    addShutdownHook: (hook) => void hooks.push(hook),
    flush: (timeoutMs) => withDeadline(sendAll(timeoutMs), timeoutMs, `not flushed within ${timeoutMs} ms`),
    flushLogsSync,
    flushSync() {
      const isFailing = exporters.states().some(({ failures }) => failures > 0);
      const lost = exporters.flushSync(isFailing ? Math.min(lastChanceMs, shutdownTimeoutMs) : shutdownTimeoutMs);
      if (lost > 0) notify('node.exit_undelivered', { path: 'exit', message: `${lost} records` });
      flushLogsSync();
    },
    shutdown: createShutdown(
      {
        startDraining: health.startDraining,
        drainServers: servers.drain,
        hooks: () => hooks,
        // OTEL_CONFIG_FILE may describe providers for metrics and logs, too. Only a shutdown flushes those.
        async flush(timeoutMs) {
          try {
            await sendAll(timeoutMs);
          } finally {
            await declared?.shutdown();
          }
        },
        onHookFailed: (name, error) => notify('node.shutdown_hook_failed', { path: name, message: messageOf(error) }),
        onIncomplete: (step) => notify('node.shutdown_incomplete', { path: step, message: `not done within ${shutdownTimeoutMs} ms` }),
      },
      shutdownTimeoutMs,
    ),
  };
}
