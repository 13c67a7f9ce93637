// What crossed the border of the process, as the traces stage measured it and the metrics stage counts it.
import type { SpanContext } from '@opentelemetry/api';

export interface HttpServerRecord {
  readonly method: string;
  readonly scheme: string;
  /** Route template of the router, never the path. */
  readonly route: string | undefined;
  readonly statusCode: number;
  readonly protocolVersion: string;
  /** Type of the exception or status code of a server error; `aborted` when the client went away. */
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
  /** More than one for a batch. */
  readonly messageCount: number;
  /** An earlier try of the message is known of. */
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
  /** Where a client called. */
  readonly serverAddress?: string | undefined;
  readonly serverPort?: number | undefined;
  readonly durationSeconds: number;
  /** Missing where the span is not sampled. */
  readonly spanContext: SpanContext | undefined;
}

/** Told of everything that crosses the border. */
export interface OperationObserver {
  /** Counts the request in; it is counted out when it ends. */
  startServerRequest(method: string, scheme: string): ActiveRequests;
  endServerRequest(record: HttpServerRecord, active: ActiveRequests): void;
  endClientRequest(record: HttpClientRecord): void;
  endJob(record: MessagingRecord): void;
  endQuery(record: DatabaseRecord): void;
  endRpc(record: RpcRecord): void;
}

const knownMethods = new Set(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE', 'QUERY']);

/** The method, or `_OTHER`: callers choose methods, and each would be a new series. Source: HTTP semantic conventions. */
export function normaliseMethod(method: string): string {
  return knownMethods.has(method) ? method : '_OTHER';
}
