// Operations that cross the border of the process: requests, calls, jobs, queries. The traces stage measures them, the metrics stage
// counts them.
import type { SpanContext } from '@opentelemetry/api';

export interface HttpServerRecord {
  readonly method: string;
  readonly scheme: string;
  /** The template of the router, as `/orders/:id`. It is never the path. */
  readonly route: string | undefined;
  /** Undefined where the connection was closed before there was one. */
  readonly statusCode: number | undefined;
  readonly protocolVersion: string;
  /** The type of the exception, or the status code of a server error. `aborted` when the client went away. */
  readonly errorType: string | undefined;
  readonly durationSeconds: number;
  /** Missing where the span is not sampled. */
  readonly spanContext: SpanContext | undefined;
}

export interface HttpClientRecord {
  readonly method: string;
  readonly serverAddress: string;
  readonly serverPort: number;
  readonly statusCode: number | undefined;
  readonly errorType: string | undefined;
  readonly durationSeconds: number;
  /** Missing where the span is not sampled. */
  readonly spanContext: SpanContext | undefined;
}

export interface DatabaseRecord {
  readonly system: string;
  readonly namespace: string;
  readonly operation: string;
  readonly errorType: string | undefined;
  readonly durationSeconds: number;
  /** Missing where the span is not sampled, or there is none. */
  readonly spanContext: SpanContext | undefined;
}

export interface MessagingRecord {
  readonly system: string;
  readonly destination: string;
  readonly operation: 'send' | 'process';
  /** A batch has more than one message. */
  readonly messageCount: number;
  /** Whether the message is known to have been tried before. */
  readonly isRetry: boolean;
  readonly errorType: string | undefined;
  readonly durationSeconds: number;
  /** Missing where the span is not sampled. */
  readonly spanContext: SpanContext | undefined;
}

/** Requests of one kind that are being answered. */
export interface ActiveRequests {
  count: number;
}

export interface RpcRecord {
  readonly side: 'client' | 'server';
  readonly system: 'grpc';
  /** `package.Service/Method`. */
  readonly method: string;
  /** Name of the status: `OK`, `NOT_FOUND`, … */
  readonly statusCode: string;
  readonly errorType: string | undefined;
  /** The address that a client called. */
  readonly serverAddress?: string | undefined;
  readonly serverPort?: number | undefined;
  readonly durationSeconds: number;
  /** Missing where the span is not sampled. */
  readonly spanContext: SpanContext | undefined;
}

/** Is told of every operation. */
export interface OperationObserver {
  /** Counts the request as active until it ends. */
  startServerRequest(method: string, scheme: string): ActiveRequests;
  endServerRequest(record: HttpServerRecord, active: ActiveRequests): void;
  endClientRequest(record: HttpClientRecord): void;
  endJob(record: MessagingRecord): void;
  endQuery(record: DatabaseRecord): void;
  endRpc(record: RpcRecord): void;
}

const knownMethods = new Set(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE', 'QUERY']);

/** A known method, or `_OTHER`: callers choose methods, and each method is a series of its own. Source: HTTP semantic conventions. */
export function normaliseMethod(method: string): string {
  return knownMethods.has(method) ? method : '_OTHER';
}
