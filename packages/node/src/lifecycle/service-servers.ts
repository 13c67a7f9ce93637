// The HTTP servers that the service listens with, found as they start to listen: they are drained without its help.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';

export interface ServiceServers {
  /** Stops accepting and resolves when all requests in flight are answered. */
  drain(): Promise<void>;
  shutdown(): void;
}

const listenChannel = 'tracing:net.server.listen:asyncEnd';
/** A connection that becomes idle after `close` stays open until its client leaves: it is closed at the next look. */
const idleCheckMs = 25;

export function startServiceServers(isIgnored: (server: Server) => boolean): ServiceServers {
  const servers = new Set<Server>();
  const onListen = (message: unknown): void => {
    const { server } = message as { server: Server };
    if (typeof server.closeIdleConnections !== 'function' || isIgnored(server)) return;
    servers.add(server);
    server.once('close', () => servers.delete(server));
  };
  subscribe(listenChannel, onListen);
  return {
    async drain() {
      await Promise.all([...servers].map(drainServer));
    },
    shutdown: () => void unsubscribe(listenChannel, onListen),
  };
}

function drainServer(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setInterval(() => server.closeIdleConnections(), idleCheckMs);
    server.close(() => {
      clearInterval(timer);
      resolve();
    });
  });
}
