// Listeners of diagnostics channels. An exception of a listener would be an uncaught exception of the service: it is reported instead.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** Listeners by channel name. */
export type ChannelListeners = Readonly<Record<string, (message: unknown) => void>>;

/** Is told of an exception of the instrumentation, and where it happened. */
export type OnInstrumentationError = (where: string, error: unknown) => void;

export function startChannelListeners(listeners: ChannelListeners, onError: OnInstrumentationError): { shutdown: () => void } {
  const guarded = Object.entries(listeners).map(([name, listener]) => {
    const listen = (message: unknown): void => {
      try {
        listener(message);
      } catch (error) {
        onError(name, error);
      }
    };
    subscribe(name, listen);
    return [name, listen] as const;
  });
  return {
    shutdown() {
      for (const [name, listen] of guarded) unsubscribe(name, listen);
    },
  };
}
