// The common part of http/https and undici/fetch: one client span, its headers, its end.
import { context, SpanKind, SpanStatusCode, trace, type Attributes, type Context, type Span, type Tracer } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { attributeKeys } from '@plinth/catalog';
import { buildOutgoingHeaders, isReplaced, type GivenHeaders, type OutgoingRules } from '../context/outgoing.ts';
import { normaliseMethod, type OperationObserver } from '../measure/operations.ts';
import type { Redaction } from '../redaction/redact.ts';
import type { OnInstrumentationError } from './channel-listeners.ts';
import { errorTypeOf, recordSpanException } from './exception.ts';
import type { OpenRequest, OpenRequests } from './open-requests.ts';

export interface HttpClientTracingOptions extends OutgoingRules {
  readonly tracer: Tracer;
  readonly redaction: Redaction;
  readonly operations: Pick<OperationObserver, 'endClientRequest'>;
  /** The requests in flight. */
  readonly openClientRequests: OpenRequests<ClientRequest>;
  readonly onError: OnInstrumentationError;
}

export interface ClientTarget {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** The path with its query. For CONNECT it is the host and port that the tunnel leads to. */
  readonly path: string;
}

/** The target of a request for a URL. */
export function targetOfUrl(method: string, url: URL): ClientTarget {
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  const port = url.port === '' ? (scheme === 'https' ? 443 : 80) : Number(url.port);
  return { method, scheme, host: url.hostname, port, path: `${url.pathname}${url.search}` };
}

/** Starts the span of an outgoing request. Undefined where tracing is suppressed, as for requests of the exporters. */
export function startClientRequest(target: ClientTarget, options: HttpClientTracingOptions): ClientRequest | undefined {
  const parent = context.active();
  return isTracingSuppressed(parent) ? undefined : new ClientRequest(target, parent, options);
}

/** A client request in flight. */
export class ClientRequest implements OpenRequest<ClientRequest> {
  isOpen = false;
  previous: ClientRequest | undefined;
  next: ClientRequest | undefined;
  /** Whether the head of the response is here. */
  get isAnswered(): boolean {
    return this.#statusCode !== undefined;
  }
  readonly #target: ClientTarget;
  readonly #method: string;
  readonly #parent: Context;
  readonly #span: Span;
  readonly #isRecording: boolean;
  readonly #options: HttpClientTracingOptions;
  readonly #startedAt = performance.now();
  #headers: Readonly<Record<string, string>> | undefined;
  #statusCode: number | undefined;

  constructor(target: ClientTarget, parent: Context, options: HttpClientTracingOptions) {
    this.#target = target;
    this.#parent = parent;
    this.#options = options;
    this.#method = normaliseMethod(target.method);
    this.#span = options.tracer.startSpan(this.#method, { kind: SpanKind.CLIENT }, parent);
    this.#isRecording = this.#span.isRecording();
    if (this.#isRecording) this.#span.setAttributes(describeTarget(target, this.#method, options.redaction));
    options.openClientRequests.add(this);
  }

  /** The headers to send. `given`: what the caller has set itself. */
  buildHeaders(given: GivenHeaders | undefined): Readonly<Record<string, string>> {
    this.#headers = buildOutgoingHeaders(trace.setSpan(this.#parent, this.#span), this.#target.host, given, this.#options);
    return this.#headers;
  }

  /** Whether a header is among those that were built. */
  carries(name: string): boolean {
    return this.#headers !== undefined && isReplaced(name.toLowerCase(), this.#headers);
  }

  respond(statusCode: number): void {
    this.#statusCode = statusCode;
    this.#span.setAttribute(attributeKeys.httpResponseStatusCode, statusCode);
  }

  /** Ends the request, unless it has ended. */
  end(error?: unknown): void {
    if (!this.#options.openClientRequests.delete(this)) return;
    const span = this.#span;
    const statusCode = this.#statusCode;
    const errorType =
      error !== undefined ? errorTypeOf(error) : statusCode !== undefined && statusCode >= 400 ? String(statusCode) : undefined;
    if (errorType !== undefined) {
      span.setAttribute(attributeKeys.errorType, errorType);
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    if (error !== undefined) recordSpanException(span, error);
    span.end();
    this.#options.operations.endClientRequest({
      method: this.#method,
      serverAddress: this.#target.host,
      serverPort: this.#target.port,
      statusCode,
      errorType,
      durationSeconds: (performance.now() - this.#startedAt) / 1000,
      spanContext: this.#isRecording ? span.spanContext() : undefined,
    });
  }
}

/** Ends all requests in flight as they are now: the process ends. One that is answered, and whose answer is not read, has no error. */
export function endOpenClientRequests({ openClientRequests }: HttpClientTracingOptions): void {
  for (const request of openClientRequests.list())
    request.end(request.isAnswered ? undefined : new DOMException('the process ended before the answer came', 'AbortError'));
}

function describeTarget(target: ClientTarget, method: string, redaction: Redaction): Attributes {
  return {
    [attributeKeys.httpRequestMethod]: method,
    [attributeKeys.serverAddress]: target.host,
    [attributeKeys.serverPort]: target.port,
    [attributeKeys.urlFull]: describeUrl(target, redaction),
  };
}

function describeUrl({ method, scheme, host, port, path }: ClientTarget, redaction: Redaction): string {
  if (method === 'CONNECT') return path;
  const question = path.indexOf('?');
  const safePath = question < 0 ? path : `${path.slice(0, question)}?${redaction.redactUrlQuery(path.slice(question + 1))}`;
  const isDefaultPort = port === (scheme === 'https' ? 443 : 80);
  return `${scheme}://${host}${isDefaultPort ? '' : `:${port}`}${safePath}`;
}
