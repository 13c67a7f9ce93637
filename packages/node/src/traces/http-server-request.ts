// One server request in flight, found by its response: routers tell it the route and the error that they know.
import type { IncomingMessage } from 'node:http';
import type { Span } from '@opentelemetry/api';
import type { ActiveRequests } from '../measure/operations.ts';

export interface ServerRequest {
  readonly span: Span;
  readonly request: IncomingMessage;
  readonly method: string;
  readonly scheme: string;
  readonly active: ActiveRequests;
  /** Milliseconds of `performance.now()`. */
  readonly startedAt: number;
  route: string | undefined;
  /** What a handler threw; it counts only where the answer is a 5xx, for an error handler may have turned it into a 4xx. */
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
