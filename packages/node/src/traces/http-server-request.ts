// A server request in flight. It is found by its response: so routers can note the route and the error that they know.
import type { IncomingMessage } from 'node:http';
import type { Span } from '@opentelemetry/api';
import type { ActiveRequests } from '../measure/operations.ts';

export interface ServerRequest {
  readonly span: Span;
  readonly request: IncomingMessage;
  readonly method: string;
  readonly scheme: string;
  readonly active: ActiveRequests;
  /** When the request started, in milliseconds of `performance.now()`. */
  readonly startedAt: number;
  route: string | undefined;
  /** What a handler threw. It counts only where the answer is a 5xx: an error handler may have turned it into a 4xx. */
  error: unknown;
}

const requestKey = Symbol('plinth.server_request');
type TracedResponse = { [requestKey]?: ServerRequest | undefined };

export function findServerRequest(response: object): ServerRequest | undefined {
  return (response as TracedResponse)[requestKey];
}

export function setServerRequest(response: object, state: ServerRequest | undefined): void {
  (response as TracedResponse)[requestKey] = state;
}
