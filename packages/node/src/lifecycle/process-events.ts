// The ways in which a process ends. Each keeps the exit code or the signal that it would have had without the SDK.
import type { EventEmitter } from 'node:events';

export interface ProcessEventHandlers {
  /** The whole end, within its deadline. Never rejects. */
  readonly shutdown: () => Promise<void>;
  /** Readiness turns to 503. The service's own handler decides when the process ends. */
  readonly startDraining: () => void;
  readonly flush: () => Promise<void>;
  /** Writes what is buffered for stdout, without the event loop: a process that ends by a signal emits no `exit`. */
  readonly flushLogsSync: () => void;
  /** Delivers what is left of all signals, without the event loop and within a deadline of its own. */
  readonly flushSync: () => void;
  readonly logFatal: (error: unknown, origin: 'uncaughtException' | 'unhandledRejection') => void;
}

/** The part of `process` that is used. */
export interface ProcessLike extends EventEmitter {
  readonly pid: number;
  kill(pid: number, signal: NodeJS.Signals): unknown;
}

const signals = ['SIGTERM', 'SIGINT'] as const;

/** Listens until the process ends. */
export function startProcessEvents(target: ProcessLike, handlers: ProcessEventHandlers): void {
  let ending = false;

  const onSignal = (signal: NodeJS.Signals): void => {
    if (target.listenerCount(signal) > 1) {
      // The service handles the signal itself and will end the process when it wants to.
      handlers.startDraining();
      void handlers.flush();
      return;
    }
    // A second signal asks for the end at once.
    if (ending) {
      raise(signal);
      return;
    }
    ending = true;
    void handlers.shutdown().then(() => raise(signal));
  };

  const raise = (signal: NodeJS.Signals): void => {
    handlers.flushLogsSync();
    stopListening();
    target.kill(target.pid, signal);
  };

  const onUncaught = (error: unknown, origin: NodeJS.UncaughtExceptionOrigin): void => {
    handlers.logFatal(error, origin);
    // Where the service has a handler of its own the process lives on, as it would without the SDK.
    if (target.listenerCount('uncaughtException') > 1 || ending) return;
    ending = true;
    void handlers.shutdown().then(() => {
      stopListening();
      // Nobody listens to the exception when it is thrown again: Node prints it and exits with the code that its options say.
      setImmediate(() => {
        throw error;
      });
    });
  };

  // `exit` comes at `process.exit` of the service and at the natural end. `beforeExit` would not do: work that is begun there makes Node
  // emit it again, and the service's own listeners run a second time.
  const onExit = (): void => handlers.flushSync();

  for (const signal of signals) target.on(signal, onSignal);
  target.on('uncaughtException', onUncaught);
  target.on('exit', onExit);

  function stopListening(): void {
    for (const signal of signals) target.off(signal, onSignal);
    target.off('uncaughtException', onUncaught);
    target.off('exit', onExit);
  }
}
