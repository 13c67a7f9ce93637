// Events of servers that Node publishes on no channel: upgrades, tunnels, streams of HTTP/2. A server is watched from when the service
// listens to one of them. Any other server is left as it is.
import { Server } from 'node:net';
import type { Context } from '@opentelemetry/api';
import type { ContextManager } from '../context/context-manager.ts';
import type { OnInstrumentationError } from './channel-listeners.ts';

/** Is called before the listeners of an event. They run in the context that it returns; undefined leaves them in the one they have. */
export type OnServerEvent = (server: Server, args: readonly unknown[]) => Context | undefined;

export interface ServerEventOptions {
  readonly contextManager: ContextManager;
  readonly onError: OnInstrumentationError;
}

type Emit = (this: unknown, event: string | symbol, ...args: unknown[]) => boolean;
type Listen = (this: Server, event: string | symbol, listener: (...args: unknown[]) => void) => unknown;

const listenMethods = ['on', 'addListener', 'prependListener', 'once', 'prependOnceListener'] as const;

/** `events`: what is watched, by the name of the event. */
export function startServerEvents(events: Readonly<Record<string, OnServerEvent>>, options: ServerEventOptions): { shutdown: () => void } {
  const watched = new WeakSet<Server>();
  // The servers of HTTP/1.1 and of HTTP/2, with TLS and without, are servers of this class.
  const prototype = Server.prototype as unknown as Record<string, Listen>;
  for (const name of listenMethods) {
    const listen = prototype[name];
    if (listen === undefined) continue;
    prototype[name] = function (event, listener) {
      if (typeof event === 'string' && Object.hasOwn(events, event) && !watched.has(this)) {
        watched.add(this);
        watchServer(this, events, options);
      }
      return listen.call(this, event, listener);
    };
  }
  return {
    shutdown() {
      // They were inherited.
      for (const name of listenMethods) delete prototype[name];
    },
  };
}

function watchServer(server: Server, events: Readonly<Record<string, OnServerEvent>>, options: ServerEventOptions): void {
  const emit = server.emit as Emit;
  const emitInContext: Emit = function (event, ...args) {
    const onEvent = typeof event === 'string' && Object.hasOwn(events, event) ? events[event] : undefined;
    let context: Context | undefined;
    try {
      context = onEvent?.(server, args);
    } catch (error) {
      options.onError(`http server ${String(event)}`, error);
    }
    return context === undefined
      ? emit.call(this, event, ...args)
      : options.contextManager.with(context, () => emit.call(this, event, ...args));
  };
  Object.defineProperty(server, 'emit', { value: emitInContext, configurable: true, writable: true });
}
