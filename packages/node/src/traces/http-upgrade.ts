// Server spans of upgrades, as to a WebSocket, and of tunnels.
import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Server, Socket } from 'node:net';
import { endServerRequest, startServerRequest, type HttpServerTracingOptions } from './http-server-request.ts';
import type { OnServerEvent } from './server-events.ts';

const tunnelsKey = Symbol('plinth.tunnels');
type Watched = Server & { [tunnelsKey]?: number };

/** How many connections of a server are no HTTP connections any more. */
export function countTunnels(server: Server): number {
  return (server as Watched)[tunnelsKey] ?? 0;
}

export function createUpgradeEvents(options: HttpServerTracingOptions): Readonly<Record<string, OnServerEvent>> {
  const onUpgrade: OnServerEvent = (server, [given, connection]) => {
    const request = given as IncomingMessage;
    // HTTP/2 has the same event for a stream, which is traced as such.
    if (request.httpVersionMajor !== 1) return undefined;
    const socket = connection as Socket;
    countTunnel(server, socket);
    if (options.isIgnoredServer(server)) return undefined;
    const state = startServerRequest(request, undefined, options);
    watchHandshake(socket, (statusCode) => {
      try {
        endServerRequest(state, { statusCode, isWhole: statusCode !== undefined }, options);
      } catch (error) {
        options.onError('http server upgrade', error);
      }
    });
    return state.context;
  };
  return { upgrade: onUpgrade, connect: onUpgrade };
}

function countTunnel(server: Watched, socket: EventEmitter): void {
  const add = (step: number): void => void (server[tunnelsKey] = (server[tunnelsKey] ?? 0) + step);
  add(1);
  socket.once('close', () => add(-1));
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
