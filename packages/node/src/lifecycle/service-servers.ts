// The HTTP servers of the service. They are found when they start to listen, and drained without the service's help.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import type { Work } from '../measure/work.ts';
import { withDeadline } from './deadline.ts';
import { serverRequestStart } from '../traces/node-channels.ts';

export interface ServiceServers {
  /** Stops accepting and resolves when all requests are answered and all connections closed. */
  drain(): Promise<void>;
  /** Closes the connections that a drain has left, and resolves when their requests have ended. */
  closeConnections(): Promise<void>;
}

const listenChannel = 'tracing:net.server.listen:asyncEnd';
const lookMs = 25;
/** Milliseconds in which closed connections tell their requests. */
const closeMs = 250;

/**
 * Finds servers until the process ends. `quietMs`: an idle keep-alive connection stays open for so many milliseconds, because its client
 * may be sending the next request just now. That request is answered with `Connection: close`. If the connection were closed meanwhile,
 * the request would fail.
 */
export function startServiceServers(isIgnored: (server: Server) => boolean, work: Work, quietMs: number): ServiceServers {
  const servers = new Set<Server>();
  const onListen = (message: unknown): void => {
    const { server } = message as { server: Server };
    if (isIgnored(server)) return;
    work.begin();
    // A server of another protocol ends its connections as the service says.
    if (typeof server.closeIdleConnections !== 'function') return;
    servers.add(server);
    server.once('close', () => servers.delete(server));
  };
  subscribe(listenChannel, onListen);

  const onRequestWhileDraining = (message: unknown): void => {
    const { server, response } = message as { server: Server; response: ServerResponse };
    if (servers.has(server)) response.shouldKeepAlive = false;
  };

  let draining: Promise<unknown> = Promise.resolve();
  return {
    async drain() {
      subscribe(serverRequestStart, onRequestWhileDraining);
      draining = Promise.all([...servers].map((server) => drainServer(server, quietMs)));
      await draining;
      unsubscribe(serverRequestStart, onRequestWhileDraining);
    },
    async closeConnections() {
      for (const server of servers) server.closeAllConnections();
      await withDeadline(draining, closeMs, 'late').catch(() => {});
      // Node tells of a closed connection at the end of this turn of the event loop. Its request and its span end with that.
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    },
  };
}

function drainServer(server: Server, quietMs: number): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve) => {
    const startedAt = performance.now();
    // Node leaves a connection that becomes idle open until its client leaves. It is closed at the next look.
    const timer = setInterval(() => {
      if (performance.now() - startedAt >= quietMs) server.closeIdleConnections();
    }, lookMs);
    // `close` of http.Server itself would close the idle connections at once.
    NetServer.prototype.close.call(server, () => {
      clearInterval(timer);
      resolve();
    });
  });
}
