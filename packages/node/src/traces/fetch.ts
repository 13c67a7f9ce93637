// Client spans of `fetch` and undici, from the diagnostics channels of undici, which is a part of Node.
import { startChannelListeners, type ChannelListeners } from './channel-listeners.ts';
import { startClientRequest, type ClientRequest, type ClientTarget, type HttpClientTracingOptions } from './http-client-request.ts';

interface UndiciRequest {
  readonly origin?: string | URL;
  readonly path: string;
  readonly method: string;
  addHeader(name: string, value: string): unknown;
}

export function startFetchTracing(options: HttpClientTracingOptions): { shutdown: () => void } {
  const inFlight = new WeakMap<UndiciRequest, ClientRequest>();
  const listeners: ChannelListeners = {
    'undici:request:create': (message) => {
      const { request } = message as { request: UndiciRequest };
      const target = describeTarget(request);
      const started = target && startClientRequest(target, options);
      if (started === undefined) return;
      inFlight.set(request, started);
      for (const [name, value] of Object.entries(started.headers)) request.addHeader(name, value);
    },
    'undici:request:headers': (message) => {
      const { request, response } = message as { request: UndiciRequest; response: { statusCode: number } };
      inFlight.get(request)?.respond(response.statusCode);
    },
    'undici:request:trailers': (message) => {
      const { request } = message as { request: UndiciRequest };
      inFlight.get(request)?.end();
    },
    'undici:request:error': (message) => {
      const { request, error } = message as { request: UndiciRequest; error: unknown };
      inFlight.get(request)?.end(error);
    },
  };
  return startChannelListeners(listeners, options.onError);
}

function describeTarget(request: UndiciRequest): ClientTarget | undefined {
  const url = URL.parse(request.path, String(request.origin));
  if (url === null) return undefined;
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  return {
    method: request.method,
    scheme,
    host: url.hostname,
    port: url.port === '' ? (scheme === 'https' ? 443 : 80) : Number(url.port),
    path: `${url.pathname}${url.search}`,
  };
}
