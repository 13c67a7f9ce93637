// A server request in flight, of any version of HTTP: its span from the head of the request to the end of the answer.
import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { SpanKind, SpanStatusCode, type Attributes, type Context, type Span, type Tracer } from '@opentelemetry/api';
import { attributeKeys } from '@plinth/catalog';
import type { ContextManager } from '../context/context-manager.ts';
import { FlatContext } from '../context/flat-context.ts';
import { getCaller, type Caller, type ExtractContext } from '../context/inbound.ts';
import { normaliseMethod, type ActiveRequests, type OperationObserver } from '../measure/operations.ts';
import type { Redaction } from '../redaction/redact.ts';
import type { OnInstrumentationError } from './channel-listeners.ts';
import { errorTypeOf, recordSpanException } from './exception.ts';
import type { OpenRequest, OpenRequests } from './open-requests.ts';

export interface HttpServerTracingOptions {
  readonly tracer: Tracer;
  readonly contextManager: ContextManager;
  readonly redaction: Redaction;
  readonly extractContext: ExtractContext;
  /** Servers that are not the service's own, as the one of the admin port. */
  readonly isIgnoredServer: (server: object) => boolean;
  /** Paths whose requests are left out of spans and metrics. Undefined where there are none. */
  readonly isIgnoredPath: ((path: string) => boolean) | undefined;
  /** Makes a span that is counted as sampled out, whatever the sampler says. Nothing below it is sampled. */
  readonly startIgnoredSpan: (parent: Context) => Span;
  readonly operations: Pick<OperationObserver, 'startServerRequest' | 'endServerRequest'>;
  /** The requests in flight. */
  readonly openRequests: OpenRequests<ServerRequest>;
  readonly onError: OnInstrumentationError;
}

/** The head of a request. A request of HTTP/1.1 has these fields itself. */
export interface RequestHead {
  readonly method?: string | undefined;
  /** The path with its query. */
  readonly url?: string | undefined;
  readonly httpVersion: string;
  readonly headers: IncomingHttpHeaders;
  readonly socket: Socket;
}

/** What answers a request. */
interface Answer {
  readonly headersSent: boolean;
  readonly statusCode?: number;
  /** Only HTTP/2 has it. */
  readonly sentHeaders?: object | undefined;
}

export interface ServerRequest extends OpenRequest<ServerRequest> {
  readonly span: Span;
  /** The handler, and whatever it starts, runs in this context. */
  readonly context: FlatContext;
  readonly request: RequestHead;
  readonly method: string;
  readonly scheme: string;
  /** Undefined where the request is left out. */
  readonly active: ActiveRequests | undefined;
  /** When the request started, in milliseconds of `performance.now()`. */
  readonly startedAt: number;
  /** Undefined for an upgrade: the handler writes to the connection itself. */
  readonly response: Answer | undefined;
  route: string | undefined;
  /** What a handler threw. It counts only where the answer is a 5xx: an error handler may have turned it into a 4xx. */
  error: unknown;
}

/** How the answer ended. `isWhole`: false where somebody closed the connection before it was sent. */
export interface RequestEnd {
  /** Undefined where there is none. */
  readonly statusCode: number | undefined;
  readonly isWhole: boolean;
}

const serverSpan = { kind: SpanKind.SERVER };

export function startServerRequest(request: RequestHead, response: Answer | undefined, options: HttpServerTracingOptions): ServerRequest {
  const { headers, socket } = request;
  const parent = options.extractContext(headers, socket);
  const method = normaliseMethod(request.method ?? '');
  // The first look at the address gives the socket another shape. So each request looks, sampled or not. Otherwise, with 10 % sampled,
  // one port would have sockets of many shapes, and Node's own code would be slower by 1 to 2 µs a request (measured).
  void socket.remoteAddress;
  const scheme = (socket as TLSSocket).encrypted === true ? 'https' : 'http';
  const { isIgnoredPath } = options;
  const isIgnored = isIgnoredPath !== undefined && isIgnoredPath(pathOf(request.url ?? '/'));
  const span = isIgnored ? options.startIgnoredSpan(parent) : options.tracer.startSpan(method, serverSpan, parent);
  const { correlationId = '' } = parent;
  if (span.isRecording()) {
    span.setAttributes(describeRequest(request, method, scheme, correlationId, options.redaction));
    const caller = getCaller(parent);
    if (caller !== undefined) describeCaller(span, caller);
  }
  const state: ServerRequest = {
    span,
    context: new FlatContext(span, correlationId, parent.baggage),
    request,
    method,
    scheme,
    active: isIgnored ? undefined : options.operations.startServerRequest(method, scheme),
    startedAt: performance.now(),
    response,
    route: undefined,
    error: undefined,
    isOpen: false,
    previous: undefined,
    next: undefined,
  };
  options.openRequests.add(state);
  return state;
}

/** Ends a request, unless it has ended. */
export function endServerRequest(state: ServerRequest, { statusCode, isWhole }: RequestEnd, options: HttpServerTracingOptions): void {
  if (!options.openRequests.delete(state)) return;
  const { span, request, method, route } = state;
  const failed = statusCode !== undefined && statusCode >= 500;
  const errorType = failed ? (state.error === undefined ? String(statusCode) : errorTypeOf(state.error)) : isWhole ? undefined : 'aborted';
  const isRecording = span.isRecording();
  if (isRecording) {
    if (statusCode !== undefined) span.setAttribute(attributeKeys.httpResponseStatusCode, statusCode);
    if (route !== undefined) {
      span.setAttribute(attributeKeys.httpRoute, route);
      span.updateName(`${method} ${route}`);
    }
    if (errorType !== undefined) span.setAttribute(attributeKeys.errorType, errorType);
    if (failed && state.error !== undefined) recordSpanException(span, state.error);
    else if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
  if (state.active === undefined) return;
  const record = {
    method,
    scheme: state.scheme,
    route,
    statusCode,
    protocolVersion: request.httpVersion,
    errorType,
    durationSeconds: (performance.now() - state.startedAt) / 1000,
    spanContext: isRecording ? span.spanContext() : undefined,
  };
  options.operations.endServerRequest(record, state.active);
}

/** Ends all requests in flight as they are now: the process ends. */
export function endOpenServerRequests(options: HttpServerTracingOptions): void {
  for (const state of options.openRequests.list()) {
    const { response } = state;
    endServerRequest(state, { statusCode: response?.headersSent === true ? readSentStatus(response) : undefined, isWhole: false }, options);
  }
}

/** The status of an answer whose head is sent. */
export function readSentStatus({ statusCode, sentHeaders }: Answer): number | undefined {
  if (statusCode !== undefined) return statusCode;
  const status = (sentHeaders as IncomingHttpHeaders | undefined)?.[':status'];
  return status === undefined ? undefined : Number(status);
}

/** Whether a response is a stream of server-sent events. */
export function isEventStream(contentType: unknown): boolean {
  return typeof contentType === 'string' && contentType.startsWith('text/event-stream');
}

const requestKey = Symbol('plinth.server_request');
type Traced = { [requestKey]?: ServerRequest | undefined; readonly stream?: Traced };

/** Finds a request in flight by its response, or by what else it was set on: so routers can note the route and the error that they know. */
export function findServerRequest(holder: object): ServerRequest | undefined {
  // A response of HTTP/2 belongs to a stream, and the stream was traced before there was a response.
  return (holder as Traced)[requestKey] ?? (holder as Traced).stream?.[requestKey];
}

export function setServerRequest(holder: object, state: ServerRequest | undefined): void {
  (holder as Traced)[requestKey] = state;
}

function describeRequest(request: RequestHead, method: string, scheme: string, correlationId: string, redaction: Redaction): Attributes {
  const { headers, socket, url = '/' } = request;
  const attributes: Attributes = {
    [attributeKeys.httpRequestMethod]: method,
    [attributeKeys.urlScheme]: scheme,
    [attributeKeys.urlPath]: pathOf(url),
    [attributeKeys.networkProtocolVersion]: request.httpVersion,
    [attributeKeys.correlationId]: correlationId,
  };
  const question = url.indexOf('?');
  if (question >= 0) attributes[attributeKeys.urlQuery] = redaction.redactUrlQuery(url.slice(question + 1));
  const { host } = headers;
  if (host !== undefined) {
    const port = /:(\d+)$/.exec(host)?.[1];
    attributes[attributeKeys.serverAddress] = port === undefined ? host : host.slice(0, -port.length - 1);
    if (port !== undefined) attributes[attributeKeys.serverPort] = Number(port);
  }
  if (headers['user-agent'] !== undefined) attributes[attributeKeys.userAgentOriginal] = headers['user-agent'];
  if (socket.remoteAddress !== undefined) {
    attributes[attributeKeys.clientAddress] = socket.remoteAddress;
    attributes[attributeKeys.networkPeerAddress] = socket.remoteAddress;
    attributes[attributeKeys.networkPeerPort] = socket.remotePort ?? 0;
  }
  return attributes;
}

/** The span has a link to the trace of an untrusted caller. It does not go on with that trace. */
function describeCaller(span: Span, { spanContext, correlationId }: Caller): void {
  if (spanContext !== undefined) span.addLink({ context: spanContext });
  if (correlationId !== undefined) span.setAttribute(attributeKeys.plinthCallerCorrelationId, correlationId);
}

function pathOf(url: string): string {
  const question = url.indexOf('?');
  return question < 0 ? url : url.slice(0, question);
}
