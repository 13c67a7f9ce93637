// The common part of gRPC clients and servers: the span of a call, its metadata, its end.
import { SpanKind, SpanStatusCode, trace, type Attributes, type Context, type Span, type Tracer } from '@opentelemetry/api';
import { attributeKeys } from '@plinth/catalog';
import type { ExtractContext } from '../context/inbound.ts';
import type { OutgoingRules } from '../context/outgoing.ts';
import type { OperationObserver } from '../measure/operations.ts';
import type { OnInstrumentationError } from './channel-listeners.ts';
import { recordSpanException } from './exception.ts';

export interface GrpcTracingOptions extends OutgoingRules {
  readonly tracer: Tracer;
  readonly operations: Pick<OperationObserver, 'endRpc'>;
  readonly extractContext: ExtractContext;
  readonly onError: OnInstrumentationError;
}

/** Headers of a call. A value is bytes where its key ends with `-bin`. */
export interface GrpcMetadata {
  get(key: string): readonly unknown[];
  set(key: string, value: string): void;
  remove(key: string): void;
  clone(): GrpcMetadata;
}

/** Names by number. Source: https://grpc.io/docs/guides/status-codes/ */
const statusNames = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

/** Status codes that are a fault of the server. All others are a fault of the caller. Source: semantic conventions for gRPC, span status. */
const serverErrors = new Set(['UNKNOWN', 'DEADLINE_EXCEEDED', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS']);

export interface GrpcTarget {
  readonly address: string;
  readonly port: number | undefined;
}

export class GrpcCall {
  /** The code of the call must run in this context. */
  readonly context: Context;
  readonly #span: Span;
  readonly #side: 'client' | 'server';
  readonly #method: string;
  readonly #target: GrpcTarget | undefined;
  readonly #operations: GrpcTracingOptions['operations'];
  readonly #startedAt = performance.now();
  #ended = false;

  /** `path` is `/package.Service/Method`. `target` is the address that a client calls. */
  constructor(
    side: 'client' | 'server',
    path: string,
    parent: Context,
    extra: Attributes,
    target: GrpcTarget | undefined,
    options: GrpcTracingOptions,
  ) {
    this.#side = side;
    this.#method = path.startsWith('/') ? path.slice(1) : path;
    this.#target = target;
    this.#operations = options.operations;
    const attributes: Attributes = {
      [attributeKeys.rpcSystemName]: 'grpc',
      [attributeKeys.rpcMethod]: this.#method,
      ...(target === undefined ? {} : { [attributeKeys.serverAddress]: target.address }),
      ...(target?.port === undefined ? {} : { [attributeKeys.serverPort]: target.port }),
      ...extra,
    };
    const kind = side === 'client' ? SpanKind.CLIENT : SpanKind.SERVER;
    this.#span = options.tracer.startSpan(this.#method, { kind, attributes }, parent);
    this.context = trace.setSpan(parent, this.#span);
  }

  /** Ends the call once. `code`: the number of its status. `error`: what a handler threw. */
  end(code: number, error?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    const statusCode = statusNames[code] ?? 'UNKNOWN';
    const isError = this.#side === 'client' ? statusCode !== 'OK' : serverErrors.has(statusCode);
    this.#span.setAttribute(attributeKeys.rpcResponseStatusCode, statusCode);
    if (isError) {
      this.#span.setAttribute(attributeKeys.errorType, statusCode);
      if (error === undefined) this.#span.setStatus({ code: SpanStatusCode.ERROR });
      else recordSpanException(this.#span, error);
    }
    const spanContext = this.#span.isRecording() ? this.#span.spanContext() : undefined;
    this.#span.end();
    this.#operations.endRpc({
      side: this.#side,
      system: 'grpc',
      method: this.#method,
      statusCode,
      errorType: isError ? statusCode : undefined,
      serverAddress: this.#target?.address,
      serverPort: this.#target?.port,
      durationSeconds: (performance.now() - this.#startedAt) / 1000,
      spanContext,
    });
  }
}
