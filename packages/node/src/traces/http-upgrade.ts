// Server spans of upgrades, as to a WebSocket, and of tunnels. Node publishes nothing about them: so servers that listen to them are watched.
import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Server, type Socket } from 'node:net';
import { endServerRequest, startServerRequest, type HttpServerTracingOptions, type ServerRequest } from './http-server-request.ts';

type Emit = (this: unknown, event: string | symbol, ...args: unknown[]) => boolean;
type Listen = (this: Server, event: string | symbol, listener: (...args: unknown[]) => void) => unknown;

const tunnelsKey = Symbol('plinth.tunnels');
type Watched = Server & { [tunnelsKey]?: number };

/** How many connections of a server are no HTTP connections any more. */
export function countTunnels(server: Server): number {
  return (server as Watched)[tunnelsKey] ?? 0;
}

const listenMethods = ['on', 'addListener', 'prependListener', 'once', 'prependOnceListener'] as const;

export function startUpgradeTracing(options: HttpServerTracingOptions): { shutdown: () => void } {
  // The servers of HTTP/1.1 and of HTTP/2, with TLS and without, are servers of this class.
  const prototype = Server.prototype as unknown as Record<string, Listen>;
  for (const name of listenMethods) {
    const listen = prototype[name];
    if (listen === undefined) continue;
    prototype[name] = function (event, listener) {
      if ((event === 'upgrade' || event === 'connect') && !Object.hasOwn(this, tunnelsKey)) watchServer(this, options);
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

function watchServer(server: Watched, options: HttpServerTracingOptions): void {
  const emit = server.emit as Emit;
  server[tunnelsKey] = 0;
  const emitInContext: Emit = function (event, ...args) {
    if (event !== 'upgrade' && event !== 'connect') return emit.call(this, event, ...args);
    const [request, socket] = args as [IncomingMessage, Socket];
    countTunnel(server, socket);
    const state = tryStart(server, request, socket, options);
    if (state === undefined) return emit.call(this, event, ...args);
    return options.contextManager.with(state.context, () => emit.call(this, event, ...args));
  };
  Object.defineProperty(server, 'emit', { value: emitInContext, configurable: true, writable: true });
}

function countTunnel(server: Watched, socket: EventEmitter): void {
  const add = (step: number): void => void (server[tunnelsKey] = (server[tunnelsKey] ?? 0) + step);
  add(1);
  socket.once('close', () => add(-1));
}

/** Undefined where the request cannot be read: the handler then runs without a span. */
function tryStart(server: Server, request: IncomingMessage, socket: Socket, options: HttpServerTracingOptions): ServerRequest | undefined {
  try {
    if (options.isIgnoredServer(server)) return undefined;
    const state = startServerRequest(request, options);
    watchHandshake(socket, (statusCode) => {
      try {
        endServerRequest(state, { statusCode, isWhole: statusCode !== undefined }, options);
      } catch (error) {
        options.onError('http server upgrade', error);
      }
    });
    return state;
  } catch (error) {
    options.onError('http server upgrade', error);
    return undefined;
  }
}

/**
 * The handler writes the answer to the connection itself, and the first that it writes is the head. `onEnd` gets its status; undefined
 * where the connection closes before.
 */
function watchHandshake(socket: Socket, onEnd: (statusCode: number | undefined) => void): void {
  let ended = false;
  const end = (statusCode: number | undefined): void => {
    if (ended) return;
    ended = true;
    restoreWrite();
    restoreEnd();
    socket.off('close', onClose);
    onEnd(statusCode);
  };
  const onClose = (): void => end(undefined);
  const restoreWrite = intercept(socket, 'write', (chunk) => end(readStatus(chunk)));
  const restoreEnd = intercept(socket, 'end', (chunk) => end(chunk === undefined ? undefined : readStatus(chunk)));
  socket.on('close', onClose);
}

/** Tells of the first call of a method, before it. Returns what takes that back. */
function intercept(socket: Socket, name: 'write' | 'end', onCall: (chunk: unknown) => void): () => void {
  const own = Object.getOwnPropertyDescriptor(socket, name);
  const restore = (): void => {
    if (own === undefined) Reflect.deleteProperty(socket, name);
    else Object.defineProperty(socket, name, own);
  };
  const value = function (this: Socket, ...args: unknown[]): unknown {
    onCall(typeof args[0] === 'function' ? undefined : args[0]);
    return Reflect.apply(this[name], this, args);
  };
  Object.defineProperty(socket, name, { value, configurable: true, writable: true });
  return restore;
}

/** The status in the first line of an answer. Switching Protocols where it is not readable: something was answered. */
function readStatus(chunk: unknown): number {
  const text =
    typeof chunk === 'string'
      ? chunk
      : ArrayBuffer.isView(chunk)
        ? Buffer.from(chunk.buffer, chunk.byteOffset, Math.min(20, chunk.byteLength)).toString('latin1')
        : '';
  const status = /^HTTP\/\d\.\d (\d{3})/.exec(text)?.[1];
  return status === undefined ? 101 : Number(status);
}
