// One HTTP server of the service, and how it is drained: of HTTP/1.1, of HTTP/2, or of both.
import type { Server } from 'node:http';
import type { ServerHttp2Session } from 'node:http2';
import { Server as NetServer } from 'node:net';
import { countTunnels } from '../traces/http-upgrade.ts';

export interface DrainedServer {
  /**
   * Stops accepting and resolves when all requests are answered and all connections closed. Connections that were upgraded, as those of
   * WebSockets, are not waited for: they end when their clients like. `isQuiet`: whether idle connections may be closed by now.
   */
  drain(isQuiet: () => boolean): Promise<void>;
  /** Closes all connections but the upgraded ones. */
  closeConnections(): void;
}

const lookMs = 25;
/** Tells a client to open no further stream. Those that it has opened meanwhile are answered. Source: RFC 9113, section 6.8. */
const highestStreamId = 2 ** 31 - 1;

/** Undefined where the server is none of HTTP. Must be called before a client connects. */
export function createDrainedServer(server: Server): DrainedServer | undefined {
  const sessions = isHttp2(server) ? watchSessions(server) : undefined;
  if (sessions === undefined && typeof server.closeIdleConnections !== 'function') return undefined;

  /** Node leaves a connection that becomes idle open until its client leaves. It is closed at the next look. */
  const closeIdle = (): void => {
    if (typeof server.closeIdleConnections === 'function') server.closeIdleConnections();
    for (const session of sessions ?? []) session.close();
  };

  return {
    drain(isQuiet) {
      if (!server.listening) return Promise.resolve();
      return new Promise((resolve) => {
        for (const session of sessions ?? []) session.goaway(0, highestStreamId);
        const finish = (): void => {
          clearInterval(timer);
          resolve();
        };
        const timer = setInterval(() => {
          if (isQuiet()) closeIdle();
          const tunnels = countTunnels(server);
          if (tunnels > 0) server.getConnections((_error, connections) => connections <= tunnels && finish());
        }, lookMs);
        // `close` of the HTTP servers themselves would close the idle connections at once.
        NetServer.prototype.close.call(server, finish);
      });
    },
    closeConnections() {
      if (typeof server.closeAllConnections === 'function') server.closeAllConnections();
      for (const session of sessions ?? []) session.destroy();
    },
  };
}

/** Only servers of HTTP/2 have this method. */
function isHttp2(server: object): boolean {
  return 'updateSettings' in server;
}

function watchSessions(server: Server): ReadonlySet<ServerHttp2Session> {
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session: ServerHttp2Session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  return sessions;
}
