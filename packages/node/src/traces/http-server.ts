// Server spans from Node's own diagnostics channels. Nothing is patched. This works for ESM and CommonJS, and for servers created earlier.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { SpanKind, SpanStatusCode, type Attributes, type Context, type Span, type Tracer } from '@opentelemetry/api';
import { attributeKeys, headerNames } from '@plinth/catalog';
import type { ContextManager } from '../context/context-manager.ts';
import { FlatContext } from '../context/flat-context.ts';
import { normaliseMethod, type OperationObserver } from '../measure/operations.ts';
import { getCaller, type Caller, type ExtractContext } from '../context/inbound.ts';
import type { Redaction } from '../redaction/redact.ts';
import { startChannelListeners, type OnInstrumentationError } from './channel-listeners.ts';
import { errorTypeOf, recordSpanException } from './exception.ts';
import { findExpressRoute } from './libraries/express.ts';
import { findServerRequest, setServerRequest, type ServerRequest } from './http-server-request.ts';
import { serverRequestStart } from './node-channels.ts';

export interface HttpServerTracingOptions {
  readonly tracer: Tracer;
  readonly contextManager: ContextManager;
  readonly redaction: Redaction;
  readonly extractContext: ExtractContext;
  /** Servers that are not the service's own, as the one of the admin port. */
  readonly isIgnoredServer: (server: Server) => boolean;
  readonly operations: Pick<OperationObserver, 'startServerRequest' | 'endServerRequest'>;
  readonly onError: OnInstrumentationError;
}

interface RequestStart {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server;
}

const serverSpan = { kind: SpanKind.SERVER };

export function startHttpServerTracing(options: HttpServerTracingOptions): { shutdown: () => void } {
  const { tracer, contextManager, redaction, operations } = options;

  function onClose(this: ServerResponse): void {
    const state = findServerRequest(this);
    if (state === undefined) return;
    setServerRequest(this, undefined);
    try {
      endRequest(state, this);
    } catch (error) {
      options.onError('http server response', error);
    }
  }

  function endRequest(state: ServerRequest, response: ServerResponse): void {
    const { span, request, method } = state;
    const { statusCode } = response;
    const route = state.route ?? findExpressRoute(request);
    const failed = statusCode >= 500;
    const errorType = failed
      ? state.error === undefined
        ? String(statusCode)
        : errorTypeOf(state.error)
      : response.writableFinished
        ? undefined
        : 'aborted';
    const isRecording = span.isRecording();
    if (isRecording) {
      span.setAttribute(attributeKeys.httpResponseStatusCode, statusCode);
      if (route !== undefined) {
        span.setAttribute(attributeKeys.httpRoute, route);
        span.updateName(`${method} ${route}`);
      }
      if (errorType !== undefined) span.setAttribute(attributeKeys.errorType, errorType);
      if (failed && state.error !== undefined) recordSpanException(span, state.error);
      else if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
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
    operations.endServerRequest(record, state.active);
  }

  const onRequest = (message: unknown): void => {
    const { request, response, server } = message as RequestStart;
    if (options.isIgnoredServer(server)) return;
    const parent = options.extractContext(request.headers, request.socket);
    const method = normaliseMethod(request.method ?? '');
    // The first look at the address gives the socket another shape. So each request looks, sampled or not. Otherwise, with 10 % sampled,
    // one port would have sockets of many shapes, and Node's own code would be slower by 1 to 2 µs a request (measured).
    void request.socket.remoteAddress;
    const scheme = (request.socket as TLSSocket).encrypted === true ? 'https' : 'http';
    const span = tracer.startSpan(method, serverSpan, parent);
    const { correlationId = '' } = parent;
    if (span.isRecording()) {
      span.setAttributes(describeRequest(request, method, scheme, correlationId, redaction));
      const caller = getCaller(parent);
      if (caller !== undefined) describeCaller(span, caller);
    }
    const current = new FlatContext(span, correlationId, parent.baggage);
    const active = operations.startServerRequest(method, scheme);
    setServerRequest(response, { span, request, method, scheme, active, startedAt: performance.now(), route: undefined, error: undefined });
    response.setHeader(headerNames.correlationId, correlationId);
    response.on('close', onClose);
    if (hasBody(request)) bindBody(contextManager, current, request);
    // Node publishes this channel right before it emits 'request': the handler, and everything that it starts, runs in this context.
    contextManager.enter(current);
  };

  return startChannelListeners({ [serverRequestStart]: onRequest }, options.onError);
}

function describeRequest(
  request: IncomingMessage,
  method: string,
  scheme: string,
  correlationId: string,
  redaction: Redaction,
): Attributes {
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

function hasBody(request: IncomingMessage): boolean {
  const length = request.headers['content-length'];
  return (length !== undefined && length !== '0') || request.headers['transfer-encoding'] !== undefined;
}

/** The parser emits 'data' and 'end' of a body outside of the handler's async context: so listeners are bound to that context. */
function bindBody(contextManager: ContextManager, active: Context, request: IncomingMessage): void {
  contextManager.bind(active, request);
}
