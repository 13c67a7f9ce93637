// The admin port: metrics and health on a server of their own. So neither is ever exposed with the service.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { messageOf } from '../notices.ts';
import { createServer } from '../workarounds/http-module.ts';
import { boundConnections, isLoopback, isMeantForLoopback, requestLimits } from './callers.ts';
import type { AdminPages } from './pages.ts';
import { isControlPath, type AnswerControl } from './control-endpoints.ts';

/** `control` is undefined where nothing can be changed. */
export type Pages = AdminPages & { readonly control: AnswerControl | undefined };

/** The server, which does not listen yet: tracing and draining must know that they ignore it before it does. */
export function createAdminServer(pages: Pages): Server {
  const server = createServer(requestLimits, (request, response) => {
    const address = server.address();
    if (typeof address === 'object' && address !== null && isLoopback(address.address) && !isMeantForLoopback(request)) {
      send(response, 403, 'text/plain; charset=utf-8', 'this port answers to localhost and 127.0.0.1 only; see PLINTH_ADMIN_HOST\n');
      return;
    }
    answer(request, response, pages).catch((error: unknown) => {
      send(response, 500, 'text/plain; charset=utf-8', `${messageOf(error)}\n`);
    });
  });
  boundConnections(server);
  // Prometheus keeps its connection. That keeps no process alive that has nothing left to do.
  server.on('connection', (socket) => socket.unref());
  return server;
}

async function answer(request: IncomingMessage, response: ServerResponse, pages: Pages): Promise<void> {
  const path = request.url?.split('?')[0] ?? '';
  if (isControlPath(path)) {
    if (pages.control === undefined) notFound(response);
    else await pages.control(request, response);
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    send(response, 405, 'text/plain; charset=utf-8', 'only GET and HEAD\n');
    return;
  }
  if (path === '/metrics' && pages.metrics !== undefined) {
    const { contentType, body } = await pages.metrics(request.headers.accept);
    send(response, 200, contentType, body);
  } else if (path === '/health/live') {
    send(response, 200, 'application/json', '{"status":"ok"}\n');
  } else if (path === '/health/ready') {
    const { ok, checks } = await pages.readiness();
    send(response, ok ? 200 : 503, 'application/json', `${JSON.stringify({ status: ok ? 'ok' : 'unavailable', checks })}\n`);
  } else if (path === '/debug/plinth') {
    send(response, 200, 'application/json', await pages.debug());
  } else notFound(response);
}

function notFound(response: ServerResponse): void {
  send(response, 404, 'text/plain; charset=utf-8', 'see /metrics, /health/live, /health/ready, /debug/plinth\n');
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' });
  response.end(body);
}
