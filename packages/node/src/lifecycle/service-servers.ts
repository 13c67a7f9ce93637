// The HTTP servers of the service. They are found when they start to listen, and drained without the service's help.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Server, ServerResponse } from 'node:http';
import type { Work } from '../measure/work.ts';
import { serverRequestStart, serverResponseFinish } from '../traces/node-channels.ts';
import { withDeadline } from './deadline.ts';
import { createDrainedServer, type DrainedServer } from './drained-server.ts';

export interface ServiceServers {
  /** Stops accepting and resolves when all requests are answered and all connections closed. */
  drain(): Promise<void>;
  /** Closes the connections that a drain has left, and resolves when their requests have ended. */
  closeConnections(): Promise<void>;
}

const listenChannel = 'tracing:net.server.listen:asyncEnd';
/** Milliseconds in which closed connections tell their requests. */
const closeMs = 250;

/**
 * Finds servers until the process ends. `quietMs`: an idle keep-alive connection stays open for so many milliseconds, because its client
 * may be sending the next request just now. That request is answered with `Connection: close`. If the connection were closed meanwhile,
 * the request would fail.
 */
export function startServiceServers(isIgnored: (server: Server) => boolean, work: Work, quietMs: number): ServiceServers {
  const servers = new Map<Server, DrainedServer>();
  const onListen = (message: unknown): void => {
    const { server } = message as { server: Server };
    if (isIgnored(server)) return;
    work.begin();
    // A server of another protocol ends its connections as the service says.
    const drained = createDrainedServer(server);
    if (drained === undefined) return;
    servers.set(server, drained);
    server.once('close', () => servers.delete(server));
  };
  subscribe(listenChannel, onListen);

  const onRequestWhileDraining = (message: unknown): void => {
    const { server, response } = message as { server: Server; response: ServerResponse };
    if (servers.has(server)) response.shouldKeepAlive = false;
  };

  // An answer that began before the drain has told its client that the connection stays. So its next request may be on the way.
  let keptAt = 0;
  const onAnswerWhileDraining = (message: unknown): void => {
    const { server, response } = message as { server: Server; response: ServerResponse };
    if (servers.has(server) && response.shouldKeepAlive) keptAt = performance.now();
  };
  const isQuiet = (): boolean => performance.now() - keptAt >= quietMs;

  let draining: Promise<unknown> = Promise.resolve();
  return {
    async drain() {
      subscribe(serverRequestStart, onRequestWhileDraining);
      subscribe(serverResponseFinish, onAnswerWhileDraining);
      keptAt = performance.now();
      draining = Promise.all([...servers.values()].map((server) => server.drain(isQuiet)));
      await draining;
      unsubscribe(serverResponseFinish, onAnswerWhileDraining);
      unsubscribe(serverRequestStart, onRequestWhileDraining);
    },
    async closeConnections() {
      for (const server of servers.values()) server.closeConnections();
      await withDeadline(draining, closeMs, 'late').catch(() => {});
      // Node tells of a closed connection at the end of this turn of the event loop. Its request and its span end with that.
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    },
  };
}
