// Client spans of `fetch` and undici, from the diagnostics channels of undici, which is a part of Node.
import { startChannelListeners, type ChannelListeners } from './channel-listeners.ts';
import { readHeaderList, readHeaderText, removeFromList, replaceInText, type HeaderList } from './given-headers.ts';
import {
  startClientRequest,
  targetOfUrl,
  type ClientRequest,
  type ClientTarget,
  type HttpClientTracingOptions,
} from './http-client-request.ts';

/** Is told of an answer that is no response: the connection is the caller's from then on. */
type OnUpgrade = (this: UndiciRequest, statusCode: number | null, ...rest: unknown[]) => unknown;
type AddHeader = (this: UndiciRequest, name: string, value: string) => unknown;

interface UndiciRequest {
  readonly origin?: string | URL;
  readonly path: string;
  readonly method: string;
  readonly upgrade?: string | null;
  /** undici before 6.7 has text here. */
  headers: HeaderList | string;
  addHeader: AddHeader;
  onUpgrade?: OnUpgrade;
  /** The name from undici 8 on. */
  onRequestUpgrade?: OnUpgrade;
}

export function startFetchTracing(options: HttpClientTracingOptions): { shutdown: () => void } {
  const inFlight = new WeakMap<UndiciRequest, ClientRequest>();
  const guarded = new WeakSet<object>();
  const listeners: ChannelListeners = {
    'undici:request:create': (message) => {
      const { request } = message as { request: UndiciRequest };
      const target = describeTarget(request);
      const started = target && startClientRequest(target, options);
      if (started === undefined) return;
      carry(request, started);
      inFlight.set(request, started);
      guardHeaders(request, guarded, inFlight);
      if (request.method === 'CONNECT' || (request.upgrade ?? null) !== null) watchUpgrade(request, started);
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

function carry(request: UndiciRequest, started: ClientRequest): void {
  const { headers } = request;
  if (typeof headers === 'string') {
    request.headers = replaceInText(headers, started.buildHeaders(readHeaderText(headers)));
    return;
  }
  const given = readHeaderList(headers);
  const ours = started.buildHeaders(given);
  if (given !== undefined) removeFromList(headers, ours);
  for (const name in ours) request.addHeader(name, ours[name] ?? '');
}

/**
 * Other listeners of the channel, as those of @opentelemetry/instrumentation-undici, add a trace context of their own. Two of them are none.
 * `guarded`: the classes of requests that are changed already; each copy of undici has one.
 */
function guardHeaders(request: UndiciRequest, guarded: WeakSet<object>, inFlight: WeakMap<UndiciRequest, ClientRequest>): void {
  const prototype = Object.getPrototypeOf(request) as UndiciRequest;
  if (guarded.has(prototype)) return;
  guarded.add(prototype);
  const { addHeader } = prototype;
  prototype.addHeader = function (name, value) {
    return inFlight.get(this)?.carries(name) === true ? this : addHeader.call(this, name, value);
  };
}

/** No channel tells of an upgrade. */
function watchUpgrade(request: UndiciRequest, started: ClientRequest): void {
  const name = request.onRequestUpgrade === undefined ? 'onUpgrade' : 'onRequestUpgrade';
  const onUpgrade = request[name];
  if (onUpgrade === undefined) return;
  request[name] = function (statusCode, ...rest) {
    // Over HTTP/2 there may be none: the stream is open.
    started.respond(statusCode ?? 200);
    started.end();
    return onUpgrade.call(this, statusCode, ...rest);
  };
}

function describeTarget(request: UndiciRequest): ClientTarget | undefined {
  const isTunnel = request.method === 'CONNECT';
  const url = URL.parse(isTunnel ? '/' : request.path, String(request.origin));
  if (url === null) return undefined;
  const target = targetOfUrl(request.method, url);
  return isTunnel ? { ...target, path: request.path } : target;
}
