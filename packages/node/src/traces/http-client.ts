// Client spans of node:http and node:https, from Node's diagnostics channels.
import type { ClientRequest as NodeRequest, IncomingMessage, OutgoingHttpHeader } from 'node:http';
import { givenHeaderNames, isReplaced, type GivenHeaders } from '../context/outgoing.ts';
import { ClientRequest as NodeRequestClass } from '../workarounds/http-module.ts';
import { startChannelListeners, type ChannelListeners } from './channel-listeners.ts';
import { joinValue, readHeaderText, replaceInText } from './given-headers.ts';
import {
  startClientRequest,
  targetOfUrl,
  type ClientRequest,
  type ClientTarget,
  type HttpClientTracingOptions,
} from './http-client-request.ts';
import { clientResponseFinish } from './node-channels.ts';

const requestKey = Symbol('plinth.client_request');
type TracedRequest = NodeRequest & {
  [requestKey]?: ClientRequest;
  /** The head of the request as text, once it is made. */
  _header?: string | null;
  /** Whether the head is among the data that wait for a socket, or is written already. */
  readonly _headerSent?: boolean;
  readonly outputData?: readonly { data: unknown }[];
  outputSize?: number;
  /** Null as long as there is none. */
  readonly res: IncomingMessage | null;
};
interface RequestPrototype {
  /** Makes the head from the headers that are set. Node calls it before the first byte is sent. */
  _implicitHeader(this: TracedRequest): void;
}

export function startHttpClientTracing(options: HttpClientTracingOptions): { shutdown: () => void } {
  const listeners: ChannelListeners = {
    // Node publishes this channel before it sends the headers.
    'http.client.request.created': (message) => {
      const { request } = message as { request: TracedRequest };
      const started = startClientRequest(describeTarget(request), options);
      if (started === undefined) return;
      request[requestKey] = started;
      request.on('close', onRequestClose);
      if (request.headersSent) carryInText(request, started);
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
  const channels = startChannelListeners(listeners, options.onError);
  // A caller sets headers until the head is made: so ours are set when it is made, and no channel tells of that.
  const prototype = NodeRequestClass.prototype as unknown as RequestPrototype;
  const { _implicitHeader } = prototype;
  prototype._implicitHeader = function () {
    try {
      if (this[requestKey] !== undefined) carryInHeaders(this, this[requestKey]);
    } catch (error) {
      options.onError('http client headers', error);
    }
    _implicitHeader.call(this);
  };
  return {
    shutdown() {
      prototype._implicitHeader = _implicitHeader;
      channels.shutdown();
    },
  };
}

/** A response is published, and so is an error. What is left is an upgrade, or a tunnel, and a request that is given up without an error. */
function onRequestClose(this: TracedRequest): void {
  const started = this[requestKey];
  if (started === undefined || started.isAnswered) return;
  if (this.res !== null) started.respond(this.res.statusCode ?? 0);
  started.end();
}

function carryInHeaders(request: TracedRequest, started: ClientRequest): void {
  let given: Record<string, string> | undefined;
  for (const name of givenHeaderNames) {
    const value: OutgoingHttpHeader | undefined = request.getHeader(name);
    if (value !== undefined) given = { ...given, [name]: joinValue(value) };
  }
  const headers = started.buildHeaders(given);
  if (given !== undefined) removeReplaced(request, given, headers);
  for (const name in headers) request.setHeader(name, headers[name] ?? '');
}

function removeReplaced(request: TracedRequest, given: GivenHeaders, headers: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(given)) if (isReplaced(name, headers)) request.removeHeader(name);
}

/** The head of a request with a list of headers, or with `Expect`, is made at once. It is text then, which waits for a socket. */
function carryInText(request: TracedRequest, started: ClientRequest): void {
  const { _header: text, _headerSent: isQueued, outputData } = request;
  const queued = isQueued === true ? outputData?.[0] : undefined;
  if (typeof text !== 'string' || (isQueued === true && queued?.data !== text)) return;
  const carrying = replaceInText(text, started.buildHeaders(readHeaderText(text)));
  request._header = carrying;
  if (queued === undefined) return;
  queued.data = carrying;
  request.outputSize = (request.outputSize ?? 0) + carrying.length - text.length;
}

function describeTarget(request: TracedRequest): ClientTarget {
  const { method, path } = request;
  // A proxy is given the whole URL.
  const proxied = path.startsWith('http') ? URL.parse(path) : null;
  if (proxied !== null) return targetOfUrl(method, proxied);
  const scheme = request.protocol === 'https:' ? 'https' : 'http';
  const hostHeader = readHostHeader(request);
  const port = typeof hostHeader === 'string' ? /:(\d+)$/.exec(hostHeader)?.[1] : undefined;
  return { method, scheme, host: request.host, port: port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port), path };
}

function readHostHeader(request: TracedRequest): unknown {
  if (request.method === 'CONNECT') {
    // From Node 26 on, the header names what the tunnel leads to. The address of the proxy is kept beside it.
    const authority = Object.getOwnPropertySymbols(request).find(({ description }) => description === 'kAuthority');
    if (authority !== undefined) return (request as unknown as Record<symbol, unknown>)[authority];
  }
  return request.headersSent ? /^host:[ \t]*(.*?)[ \t]*$/im.exec(request._header ?? '')?.[1] : request.getHeader('host');
}
