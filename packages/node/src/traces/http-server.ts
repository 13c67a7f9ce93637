// Server spans of HTTP/1.1 from Node's own diagnostics channels. Nothing is patched. This works for ESM and CommonJS, and for servers
// created earlier.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { headerNames } from '@plinth/catalog';
import { startChannelListeners } from './channel-listeners.ts';
import {
  endServerRequest,
  findServerRequest,
  isEventStream,
  setServerRequest,
  startServerRequest,
  type HttpServerTracingOptions,
} from './http-server-request.ts';
import { findExpressRoute } from './libraries/express.ts';
import { serverRequestStart } from './node-channels.ts';

interface RequestStart {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server;
}

export function startHttpServerTracing(options: HttpServerTracingOptions): { shutdown: () => void } {
  const { contextManager } = options;

  function onClose(this: ServerResponse): void {
    const state = findServerRequest(this);
    if (state === undefined) return;
    setServerRequest(this, undefined);
    // A connection that its client closes is closed outside of the context. The service's own listeners come after this one.
    contextManager.enter(state.context);
    try {
      state.route ??= findExpressRoute(this.req);
      endServerRequest(state, { statusCode: this.statusCode, isWhole: this.writableFinished || isEndedByClient(this) }, options);
    } catch (error) {
      options.onError('http server response', error);
    }
  }

  /** Comes before `close` and `error` of a request that its client has left: what they start goes on in the context, too. */
  function onAborted(this: IncomingMessage): void {
    const state = findServerRequest(this);
    if (state === undefined) return;
    contextManager.enter(state.context);
    // In Node 22 a response that still waits for another one on its connection hears nothing of the end.
    const response = state.response as ServerResponse;
    if (response.socket === null) onClose.call(response);
  }

  /** Comes from the parser where the answer was sent before the request was read to its end. */
  function onRequestClose(this: IncomingMessage): void {
    const state = findServerRequest(this);
    if (state !== undefined) contextManager.enter(state.context);
  }

  const onRequest = (message: unknown): void => {
    const { request, response, server } = message as RequestStart;
    if (options.isIgnoredServer(server)) return;
    const state = startServerRequest(request, response, options);
    setServerRequest(response, state);
    setServerRequest(request, state);
    response.setHeader(headerNames.correlationId, state.context.correlationId ?? '');
    response.on('close', onClose);
    request.on('aborted', onAborted);
    request.on('close', onRequestClose);
    // The parser emits 'data' and 'end' of a body outside of the handler's async context: so listeners are bound to that context.
    if (hasBody(request)) contextManager.bind(state.context, request);
    // Node publishes this channel right before it emits 'request': the handler, and everything that it starts, runs in this context.
    contextManager.enter(state.context);
  };

  return startChannelListeners({ [serverRequestStart]: onRequest }, options.onError);
}

/** A stream of events has no end of its own: its client ends it. Where this process closes the connection, the stream is cut. */
function isEndedByClient(response: ServerResponse): boolean {
  const { socket } = response.req;
  return response.headersSent && isEventStream(response.getHeader('content-type')) && (socket.readableEnded || socket.errored !== null);
}

function hasBody(request: IncomingMessage): boolean {
  const length = request.headers['content-length'];
  return (length !== undefined && length !== '0') || request.headers['transfer-encoding'] !== undefined;
}
