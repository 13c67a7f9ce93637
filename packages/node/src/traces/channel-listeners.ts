// Listeners of diagnostics channels. What a listener throws would be an uncaught exception of the service: it is told instead.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** Listeners by channel name. */
export type ChannelListeners = Readonly<Record<string, (message: unknown) => void>>;

/** Told of what instrumentation threw, and where. */
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
