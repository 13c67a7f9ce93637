// The HTTP servers that the service listens with, found as they start to listen: they are drained without its help.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';

export interface ServiceServers {
  /** Stops accepting and resolves when all requests are answered and all connections closed. */
  drain(): Promise<void>;
  shutdown(): void;
}

const listenChannel = 'tracing:net.server.listen:asyncEnd';
const requestChannel = 'http.server.request.start';
const lookMs = 25;

/**
 * `quietMs`: milliseconds that an idle keep-alive connection is left open for, because its client may be sending the next request just
 * now. That one is answered with `Connection: close`. A connection that is closed under a request is a failed request to its client.
 */
export function startServiceServers(isIgnored: (server: Server) => boolean, quietMs: number): ServiceServers {
  const servers = new Set<Server>();
  const onListen = (message: unknown): void => {
    const { server } = message as { server: Server };
    if (typeof server.closeIdleConnections !== 'function' || isIgnored(server)) return;
    servers.add(server);
    server.once('close', () => servers.delete(server));
  };
  subscribe(listenChannel, onListen);

  const onRequestWhileDraining = (message: unknown): void => {
    const { server, response } = message as { server: Server; response: ServerResponse };
    if (servers.has(server)) response.shouldKeepAlive = false;
  };

  return {
    async drain() {
      subscribe(requestChannel, onRequestWhileDraining);
      await Promise.all([...servers].map((server) => drainServer(server, quietMs)));
      unsubscribe(requestChannel, onRequestWhileDraining);
    },
    shutdown: () => void unsubscribe(listenChannel, onListen),
  };
}

function drainServer(server: Server, quietMs: number): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve) => {
    const startedAt = performance.now();
    // A connection that becomes idle stays open until its client leaves: it is closed at the next look.
    const timer = setInterval(() => {
      if (performance.now() - startedAt >= quietMs) server.closeIdleConnections();
    }, lookMs);
    // Not http.Server's own close: it would close the idle connections at once.
    NetServer.prototype.close.call(server, () => {
      clearInterval(timer);
      resolve();
    });
  });
}
