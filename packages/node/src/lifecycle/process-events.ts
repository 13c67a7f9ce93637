// The ways in which a process ends. Each keeps the exit code or the signal that it would have had without the SDK.
import type { EventEmitter } from 'node:events';
import { constants } from 'node:os';

export interface ProcessEventHandlers {
  /** The whole end, within its budget. Never rejects. */
  readonly shutdown: () => Promise<void>;
  /** The service handles the signal itself, and its handler decides when the process ends. */
  readonly startEnd: () => void;
  /** Writes what is buffered for stdout, without the event loop: a process that ends by a signal emits no `exit`. */
  readonly flushLogsSync: () => void;
  /** Delivers what is left of all signals, without the event loop and within the budget. */
  readonly flushSync: () => void;
  /** Prints an exception as Node would. Undefined where Node itself must see it thrown. */
  readonly printUncaught: ((error: unknown) => void) | undefined;
  readonly logFatal: (error: unknown, origin: 'uncaughtException' | 'unhandledRejection') => void;
}

/** The part of `process` that is used. */
export interface ProcessLike extends EventEmitter {
  readonly pid: number;
  kill(pid: number, signal: NodeJS.Signals): unknown;
  exit(code: number): unknown;
}

/** Signals that end a process in any case. A service that handles one of them ends, too. */
const endSignals: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT'];
/**
 * Signals that end a process that does not handle them: a closed terminal, STOPSIGNAL of an image, a restart by nodemon. A service that
 * handles one of them may mean anything by it, such as to read its configuration again.
 */
const otherSignals: readonly NodeJS.Signals[] = ['SIGHUP', 'SIGQUIT', 'SIGUSR2'];
const signals = [...endSignals, ...otherSignals];
/**
 * A terminal and a wrapper such as npm both pass a signal on, and a platform may send two. Signals that come within so many milliseconds are
 * one; a later one asks for the end at once.
 */
const oneSignalMs = 1000;
/** Milliseconds in which a process ends by a signal that it sends to itself. */
const raiseMs = 100;

/** Listens until the process ends. `clock`: milliseconds. */
export function startProcessEvents(
  target: ProcessLike,
  handlers: ProcessEventHandlers,
  clock: () => number = () => performance.now(),
): void {
  let ending = false;
  let exiting = false;
  let signalledAt: number | undefined;

  const onSignal = (signal: NodeJS.Signals): void => {
    if (target.listenerCount(signal) > 1) {
      if (endSignals.includes(signal)) handlers.startEnd();
      return;
    }
    if (ending) {
      signalledAt ??= clock();
      if (clock() - signalledAt >= oneSignalMs) raise(signal);
      return;
    }
    ending = true;
    signalledAt = clock();
    void handlers.shutdown().then(() => raise(signal));
  };

  const raise = (signal: NodeJS.Signals): void => {
    attempt(handlers.flushLogsSync);
    stopListening();
    const exit = (): void => void target.exit(128 + constants.signals[signal]);
    // The kernel does not end process 1 by a signal that it has no handler for.
    if (target.pid === 1) {
      exit();
      return;
    }
    setTimeout(exit, raiseMs);
    target.kill(target.pid, signal);
  };

  const onUncaught = (error: unknown, origin: NodeJS.UncaughtExceptionOrigin): void => {
    attempt(() => handlers.logFatal(error, origin));
    // A listener of `exit` has thrown. Nothing that needs the event loop comes after it.
    if (exiting && target.listenerCount('uncaughtException') === 1) {
      attempt(handlers.flushLogsSync);
      handlers.printUncaught?.(error);
      return;
    }
    // Where the service has a handler of its own the process lives on, as it would without the SDK.
    if (target.listenerCount('uncaughtException') > 1 || ending) return;
    ending = true;
    void handlers.shutdown().then(() => {
      stopListening();
      if (handlers.printUncaught !== undefined) {
        handlers.printUncaught(error);
        target.exit(1);
        return;
      }
      // Nobody listens to the exception when it is thrown again: Node handles it as its options say.
      setImmediate(() => {
        throw error;
      });
    });
  };

  // `exit` comes at `process.exit` of the service and at the natural end. `beforeExit` would not do: work that is begun there makes Node
  // emit it again, and the service's own listeners run a second time.
  const onExit = (): void => {
    exiting = true;
    attempt(handlers.flushSync);
  };

  for (const signal of signals) target.on(signal, onSignal);
  target.on('uncaughtException', onUncaught);
  target.on('exit', onExit);

  function stopListening(): void {
    for (const signal of signals) target.off(signal, onSignal);
    target.off('uncaughtException', onUncaught);
    target.off('exit', onExit);
  }
}

/** What fails at the end costs the process neither its exit code nor the line that says why it ended. */
function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // There is nobody left to tell.
  }
}
