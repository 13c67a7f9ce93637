// Listens to libraries that publish a tracing channel of Node. A call publishes messages from its start to its end.
import { startChannelListeners, type OnInstrumentationError } from './channel-listeners.ts';

export interface TracingChannelListeners<Message> {
  start(message: Message): void;
  /** The call has failed: it threw, its promise was rejected, or its callback got an error. */
  error(message: Message & { readonly error: unknown }): void;
  /** The call has settled; its callback, or the code that awaits it, has not run yet. */
  settle?(message: Message): void;
  /** The callback of the call has run. */
  end(message: Message): void;
}

/** Listens to `tracing:<name>:*`, where the calls are asynchronous. */
export function startTracingChannel<Message>(
  name: string,
  listeners: TracingChannelListeners<Message>,
  onError: OnInstrumentationError,
): { shutdown: () => void } {
  const { settle } = listeners;
  return startChannelListeners(
    {
      [`tracing:${name}:start`]: (message) => listeners.start(message as Message),
      [`tracing:${name}:error`]: (message) => listeners.error(message as Message & { error: unknown }),
      ...(settle === undefined ? {} : { [`tracing:${name}:asyncStart`]: (message: unknown) => settle(message as Message) }),
      [`tracing:${name}:asyncEnd`]: (message) => listeners.end(message as Message),
    },
    onError,
  );
}
