// The ways a process ends, each with the exit code or signal that it would have had without us.
import type { EventEmitter } from 'node:events';

export interface ProcessEventHandlers {
  /** Full shutdown within the deadline; never rejects. */
  readonly shutdown: () => Promise<void>;
  /** Readiness turns to 503 and telemetry is flushed; the service's own handler decides on the rest. */
  readonly startDraining: () => void;
  /** Resolves to whether everything was delivered. */
  readonly flush: () => Promise<boolean>;
  /** Synchronous: writes what is buffered for stdout. A process that ends by a signal emits no `exit`. */
  readonly flushLogsSync: () => void;
  /** Synchronous: delivers what is left of all signals, within a deadline of its own. */
  readonly flushSync: () => void;
  /** Whether records wait to be delivered. */
  readonly hasPending: () => boolean;
  readonly logFatal: (error: unknown, origin: 'uncaughtException' | 'unhandledRejection') => void;
}

/** What is used of `process`. */
export interface ProcessLike extends EventEmitter {
  readonly pid: number;
  kill(pid: number, signal: NodeJS.Signals): unknown;
}

const signals = ['SIGTERM', 'SIGINT'] as const;

export function startProcessEvents(target: ProcessLike, handlers: ProcessEventHandlers): { shutdown: () => void } {
  let ending = false;
  /** Whether telemetry was flushed, for better or worse, on the way out: only what came later is tried again. */
  let flushed = false;
  let isCollectorLost = false;

  const onSignal = (signal: NodeJS.Signals): void => {
    if (target.listenerCount(signal) > 1) {
      // The service handles the signal itself and will end the process when it wants to.
      handlers.startDraining();
      void handlers.flush();
      return;
    }
    // A second signal means now.
    if (ending) {
      raise(signal);
      return;
    }
    ending = true;
    void handlers.shutdown().then(() => raise(signal));
  };

  const raise = (signal: NodeJS.Signals): void => {
    handlers.flushLogsSync();
    stop();
    target.kill(target.pid, signal);
  };

  const onUncaught = (error: unknown, origin: NodeJS.UncaughtExceptionOrigin): void => {
    handlers.logFatal(error, origin);
    // With a handler of the service the process lives on, as it would without us.
    if (target.listenerCount('uncaughtException') > 1 || ending) return;
    ending = true;
    void handlers.shutdown().then(() => {
      stop();
      // Thrown again with nobody listening: Node prints it and exits with its own code, 1 or what its options say.
      setImmediate(() => {
        throw error;
      });
    });
  };

  // The loop is empty: the flush keeps it alive for as long as it needs, then the process ends with its own code. The event comes
  // again then, and after work that another listener of it has begun.
  const onBeforeExit = (): void => {
    if (ending || isCollectorLost || (flushed && !handlers.hasPending())) return;
    void handlers.flush().then((isDelivered) => {
      flushed = true;
      isCollectorLost = !isDelivered;
    });
  };

  // `process.exit`, of the service itself or after a handler of its own.
  const onExit = (): void => {
    if (isCollectorLost || (flushed && !handlers.hasPending())) return;
    handlers.flushSync();
  };

  for (const signal of signals) target.on(signal, onSignal);
  target.on('uncaughtException', onUncaught);
  target.on('beforeExit', onBeforeExit);
  target.on('exit', onExit);

  function stop(): void {
    for (const signal of signals) target.off(signal, onSignal);
    target.off('uncaughtException', onUncaught);
    target.off('beforeExit', onBeforeExit);
    target.off('exit', onExit);
  }
  return { shutdown: stop };
}
