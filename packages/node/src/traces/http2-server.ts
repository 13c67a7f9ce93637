// Server spans of node:http2: one for each stream that a client opens, whether the service takes streams or requests. Node 24.0 has no
// channels for streams: so the event of the server is watched, in every version.
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Server, Socket } from 'node:net';
import { headerNames } from '@plinth/catalog';
import {
  endServerRequest,
  isEventStream,
  readSentStatus,
  setServerRequest,
  startServerRequest,
  type HttpServerTracingOptions,
  type RequestHead,
  type ServerRequest,
} from './http-server-request.ts';
import type { OnServerEvent } from './server-events.ts';

/** The code of a stream that its client gives up. Source: RFC 9113, section 7. */
const cancelled = 8;
/** What answers a stream, and the place of the headers among its parameters. */
const respondMethods = { respond: 0, respondWithFile: 1, respondWithFD: 1 } as const;

export function createHttp2Events(options: HttpServerTracingOptions): Readonly<Record<string, OnServerEvent>> {
  return {
    stream(server, [given, givenHeaders]) {
      const stream = given as ServerHttp2Stream;
      const headers = givenHeaders as IncomingHttpHeaders;
      if (typeof stream.respond !== 'function' || options.isIgnoredServer(server) || isGrpcServer(server, headers)) return undefined;
      const state = startServerRequest(readHead(stream, headers), stream, options);
      setServerRequest(stream, state);
      const end = (isWhole: boolean): void => {
        try {
          endServerRequest(state, { statusCode: readSentStatus(stream), isWhole }, options);
        } catch (error) {
          options.onError('http2 server stream', error);
        }
      };
      stream.on('close', () => end(isWholeStream(stream)));
      // A tunnel ends with its handshake.
      watchAnswer(stream, state, headers[':method'] === 'CONNECT' ? () => end(true) : undefined);
      // The events of a stream come from its session, outside of the context.
      options.contextManager.bind(state.context, stream);
      return state.context;
    },
  };
}

/** gRPC's own library takes streams only, and is traced as gRPC. Another library for gRPC takes requests. */
function isGrpcServer(server: Server, headers: IncomingHttpHeaders): boolean {
  return headers['content-type']?.startsWith('application/grpc') === true && server.listenerCount('request') === 0;
}

function readHead(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): RequestHead {
  const host = headers[':authority'] ?? headers.host;
  return {
    method: headers[':method'],
    url: headers[':path'],
    httpVersion: '2',
    headers: host === undefined ? headers : { ...headers, host },
    socket: stream.session?.socket as Socket,
  };
}

function isWholeStream(stream: ServerHttp2Stream): boolean {
  if (!stream.aborted && stream.rstCode === 0) return true;
  // A stream of events has no end of its own: its client ends it.
  return stream.rstCode === cancelled && isEventStream((stream.sentHeaders as IncomingHttpHeaders | undefined)?.['content-type']);
}

/** Sends the correlation id with the answer, unless the service sends one. `onAnswer` is called after that. */
function watchAnswer(stream: ServerHttp2Stream, { context }: ServerRequest, onAnswer: (() => void) | undefined): void {
  const methods = stream as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const [name, position] of Object.entries(respondMethods)) {
    const respond = methods[name];
    if (respond === undefined) continue;
    const value = function (this: unknown, ...args: unknown[]): unknown {
      args[position] = withId(args[position], context.correlationId ?? '');
      const result = respond.apply(this, args);
      onAnswer?.();
      return result;
    };
    Object.defineProperty(stream, name, { value, configurable: true, writable: true });
  }
}

function withId(headers: unknown, id: string): unknown {
  if (Array.isArray(headers)) {
    const isSent = headers.some((name, index) => index % 2 === 0 && String(name).toLowerCase() === headerNames.correlationId);
    return isSent ? headers : [...(headers as unknown[]), headerNames.correlationId, id];
  }
  return { [headerNames.correlationId]: id, ...(headers as object | undefined) };
}
