// Client spans of node:http and node:https, from Node's diagnostics channels.
import type { ClientRequest as NodeRequest, IncomingMessage } from 'node:http';
import { startChannelListeners, type ChannelListeners } from './channel-listeners.ts';
import { startClientRequest, type ClientRequest, type ClientTarget, type HttpClientTracingOptions } from './http-client-request.ts';
import { clientResponseFinish } from './node-channels.ts';

const requestKey = Symbol('plinth.client_request');
type TracedRequest = NodeRequest & { [requestKey]?: ClientRequest };

export function startHttpClientTracing(options: HttpClientTracingOptions): { shutdown: () => void } {
  const listeners: ChannelListeners = {
    // Node publishes this channel before it sends the headers.
    'http.client.request.created': (message) => {
      const { request } = message as { request: TracedRequest };
      const started = startClientRequest(describeTarget(request), options);
      if (started === undefined) return;
      request[requestKey] = started;
      // Headers that were given as a raw array are already sent: the request is traced, but it carries no context.
      if (request.headersSent) return;
      for (const [name, value] of Object.entries(started.headers)) request.setHeader(name, value);
    },
    // Node publishes this channel when the headers of the response arrive. The request ends with the body.
    [clientResponseFinish]: (message) => {
      const { request, response } = message as { request: TracedRequest; response: IncomingMessage };
      const started = request[requestKey];
      if (started === undefined) return;
      started.respond(response.statusCode ?? 0);
      response.once('close', () => started.end(response.errored ?? undefined));
    },
    'http.client.request.error': (message) => {
      const { request, error } = message as { request: TracedRequest; error: unknown };
      request[requestKey]?.end(error);
    },
  };
  return startChannelListeners(listeners, options.onError);
}

function describeTarget(request: NodeRequest): ClientTarget {
  const scheme = request.protocol === 'https:' ? 'https' : 'http';
  const hostHeader = request.getHeader('host');
  const port = typeof hostHeader === 'string' ? /:(\d+)$/.exec(hostHeader)?.[1] : undefined;
  return {
    method: request.method,
    scheme,
    host: request.host,
    port: port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port),
    path: request.path,
  };
}
