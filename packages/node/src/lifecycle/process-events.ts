// The ways a process ends, each with the exit code or signal that it would have had without us.
import type { EventEmitter } from 'node:events';

export interface ProcessEventHandlers {
  /** Full shutdown within the deadline; never rejects. */
  readonly shutdown: () => Promise<void>;
  /** Readiness turns to 503 and telemetry is flushed; the service's own handler decides on the rest. */
  readonly startDraining: () => void;
  readonly flush: () => Promise<void>;
  /** Synchronous: writes what is buffered for stdout. A process that ends by a signal emits no `exit`. */
  readonly flushLogsSync: () => void;
  /** Synchronous: delivers what is left of all signals, within a deadline of its own. */
  readonly flushSync: () => void;
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

  // `process.exit` of the service, also after a handler of its own, and the natural end. Not on `beforeExit`: work begun there calls
  // the service's own listeners of that event a second time.
  const onExit = (): void => handlers.flushSync();

  for (const signal of signals) target.on(signal, onSignal);
  target.on('uncaughtException', onUncaught);
  target.on('exit', onExit);

  function stop(): void {
    for (const signal of signals) target.off(signal, onSignal);
    target.off('uncaughtException', onUncaught);
    target.off('exit', onExit);
  }
  return { shutdown: stop };
}
