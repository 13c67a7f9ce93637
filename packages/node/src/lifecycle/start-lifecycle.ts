// Health, and the ways to the end of the process: flush what is buffered, with and without the event loop, and the whole shutdown.
import type { Server } from 'node:http';
import type { DeclaredSdk } from '../export/declared-sdk.ts';
import type { Exporters } from '../export/exporters.ts';
import type { Destination } from '../logs/destination.ts';
import type { Work } from '../measure/work.ts';
import { messageOf, type Notify } from '../notices.ts';
import type { PlinthOptions } from '../options/options.ts';
import { withDeadline } from './deadline.ts';
import { lastChanceMs, type EndBudget } from './end-budget.ts';
import { createHealth, type Health } from './health.ts';
import { startServiceServers } from './service-servers.ts';
import { createShutdown, type ShutdownHook } from './shutdown.ts';

export interface LifecycleParts {
  readonly options: Pick<PlinthOptions, 'shutdownTimeoutMs'>;
  readonly budget: EndBudget;
  /** What is shown without a token is redacted. */
  readonly redactText: (text: string) => string;
  readonly exporters: Exporters;
  readonly destination: Destination;
  readonly declared: DeclaredSdk | undefined;
  readonly notify: Notify;
  /** Servers of the SDK itself are not drained. */
  readonly isOwnServer: (server: Server) => boolean;
  readonly work: Work;
  /** Ends the spans of requests that are still in flight: the process ends. */
  readonly endOpenRequests: () => void;
}

export interface StartedLifecycle {
  readonly health: Health;
  readonly addShutdownHook: (hook: ShutdownHook) => void;
  /** A signal came that the service handles itself: it decides when the process ends. Not ready from now on; what is buffered is sent. */
  readonly startEnd: () => void;
  /** Sends what is buffered; rejects where something is left, after `timeoutMs` at the latest. */
  readonly flush: (timeoutMs: number) => Promise<void>;
  /** Writes what is buffered for stdout, without the event loop. */
  readonly flushLogsSync: () => void;
  /** Delivers what is left of all signals, without the event loop, and says in the log what it could not deliver. */
  readonly flushSync: () => void;
  /** The whole end: not ready, drained, flushed. Never rejects. */
  readonly shutdown: () => Promise<void>;
}

/** Milliseconds that an idle connection waits for its next request. */
const longestQuietMs = 300;

export function startLifecycle(parts: LifecycleParts): StartedLifecycle {
  const { options, budget, redactText, exporters, destination, declared, notify, isOwnServer, work, endOpenRequests } = parts;
  const { shutdownTimeoutMs } = options;
  const health = createHealth(work, redactText);
  const servers = startServiceServers(isOwnServer, work, Math.min(longestQuietMs, shutdownTimeoutMs / 10));
  const hooks: ShutdownHook[] = [];
  /** Whether a signal or a crash came before the exit. */
  let isAnnounced = false;

  /** Has no deadline of its own: a reader of stdout may sleep for ever. */
  const sendAll = async (timeoutMs: number): Promise<void> => {
    const [left] = await Promise.all([exporters.flush(timeoutMs), destination.flush(), declared?.flush(timeoutMs)]);
    if (left.length > 0) throw new Error(`not delivered: ${left.join(', ')}`);
  };
  const flushLogsSync = (): void => void destination.flushSync(budget.leftMs());

  const flush = (timeoutMs: number): Promise<void> => withDeadline(sendAll(timeoutMs), timeoutMs, `not flushed within ${timeoutMs} ms`);

  return {
    health,
    addShutdownHook: (hook) => void hooks.push(hook),
    startEnd() {
      budget.begin();
      isAnnounced = true;
      health.startDraining();
      // The last chance is left for the exit. The exporters say themselves what could not be sent.
      void flush(budget.leftMs() - lastChanceMs(shutdownTimeoutMs)).catch(() => {});
    },
    flush,
    flushLogsSync,
    flushSync() {
      endOpenRequests();
      budget.begin();
      // An exit that nothing announced does not wait for long where no Collector answers.
      const isSilent = exporters.states().some(({ isUnanswered }) => isUnanswered);
      const lost = exporters.flushSync(isSilent && !isAnnounced ? lastChanceMs(shutdownTimeoutMs) : budget.leftMs());
      if (lost > 0) notify('node.exit_undelivered', { path: 'exit', message: `${lost} records` });
      flushLogsSync();
    },
    shutdown: createShutdown(
      {
        startDraining() {
          isAnnounced = true;
          health.startDraining();
        },
        drainServers: servers.drain,
        closeConnections: servers.closeConnections,
        hooks: () => hooks,
        // OTEL_CONFIG_FILE may describe providers for metrics and logs, too. Only a shutdown flushes those.
        async flush(timeoutMs) {
          try {
            endOpenRequests();
            await sendAll(timeoutMs);
          } finally {
            await declared?.shutdown();
          }
        },
        onHookFailed: (name, error) => notify('node.shutdown_hook_failed', { path: name, message: messageOf(error) }),
        onCut: (step) => notify('node.shutdown_cut', { path: step, message: 'not done in its part of PLINTH_SHUTDOWN_TIMEOUT' }),
        onUndelivered: (reason) => notify('node.shutdown_incomplete', { path: 'flush', message: reason }),
      },
      budget,
    ),
  };
}
