// Who may take how much of the admin port: a page of a browser may not read it, and connections that ask nothing do not stay.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Connections that are open at most. Prometheus, a kubelet and a person need a handful. */
export const mostConnections = 50;

/** Milliseconds for a request to arrive, and between two looks at that. Callers are near, and their requests are short. */
export const requestLimits = { headersTimeout: 5000, requestTimeout: 10_000, connectionsCheckingInterval: 5000 };

/**
 * Keeps the number of connections bounded, so that they cannot take the descriptors of the service. The oldest connection gives way that is
 * not being answered: whoever keeps connections open without asking keeps nobody out.
 */
export function boundConnections(server: Server, most: number = mostConnections): void {
  const open = new Set<Socket>();
  const answered = new WeakSet<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    if (open.size <= most) return;
    const idle = [...open].find((other) => other !== socket && !answered.has(other));
    (idle ?? socket).destroy();
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    answered.add(socket);
    response.once('close', () => answered.delete(socket));
  });
}

/**
 * Whether a request to a port that only this machine reaches was meant for it. A page in a browser can have its own name resolved to
 * 127.0.0.1 (DNS rebinding), and would read the port as its own server: it sends its own name as Host.
 */
export function isMeantForLoopback({ headers: { host } }: Pick<IncomingMessage, 'headers'>): boolean {
  // Browsers always send a Host. HTTP/1.0 needs none.
  if (host === undefined) return true;
  const name = host
    .toLowerCase()
    .replace(/:\d*$/, '')
    .replace(/\.$/, '')
    .replace(/^\[|\]$/g, '');
  return isLoopback(name) || name === 'localhost' || name.endsWith('.localhost');
}

/** Whether only this machine reaches an address. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address);
}
