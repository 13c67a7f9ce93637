// The common part of http/https and undici/fetch: one client span, its headers, its end.
import { context, SpanKind, SpanStatusCode, trace, type Attributes, type Context, type Span, type Tracer } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { attributeKeys } from '@plinth/catalog';
import { injectContext } from '../context/propagation.ts';
import { normaliseMethod, type OperationObserver } from '../measure/operations.ts';
import type { Redaction } from '../redaction/redact.ts';
import type { OnInstrumentationError } from './channel-listeners.ts';
import { errorTypeOf, recordSpanException } from './exception.ts';

export interface HttpClientTracingOptions {
  readonly tracer: Tracer;
  readonly redaction: Redaction;
  /** Hosts that may see baggage and the correlation id. */
  readonly isTrustedHost: (host: string) => boolean;
  readonly operations: Pick<OperationObserver, 'endClientRequest'>;
  readonly onError: OnInstrumentationError;
}

export interface ClientTarget {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** The path with its query. */
  readonly path: string;
}

/** A client request in flight. */
export interface ClientRequest {
  readonly headers: Readonly<Record<string, string>>;
  respond(statusCode: number): void;
  end(error?: unknown): void;
}

/** Starts the span of an outgoing request. Undefined where tracing is suppressed, as for requests of the exporters. */
export function startClientRequest(target: ClientTarget, options: HttpClientTracingOptions): ClientRequest | undefined {
  const parent = context.active();
  if (isTracingSuppressed(parent)) return undefined;
  const startedAt = performance.now();
  const method = normaliseMethod(target.method);
  const span = options.tracer.startSpan(method, { kind: SpanKind.CLIENT }, parent);
  const isRecording = span.isRecording();
  if (isRecording) span.setAttributes(describeTarget(target, method, options.redaction));
  let statusCode: number | undefined;
  let ended = false;
  return {
    headers: injectContext(withSpan(parent, span), options.isTrustedHost(target.host)),
    respond(status) {
      statusCode = status;
      span.setAttribute(attributeKeys.httpResponseStatusCode, status);
    },
    end(error) {
      if (ended) return;
      ended = true;
      const errorType =
        error !== undefined ? errorTypeOf(error) : statusCode !== undefined && statusCode >= 400 ? String(statusCode) : undefined;
      if (errorType !== undefined) {
        span.setAttribute(attributeKeys.errorType, errorType);
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      if (error !== undefined) recordSpanException(span, error);
      span.end();
      options.operations.endClientRequest({
        method,
        serverAddress: target.host,
        serverPort: target.port,
        statusCode,
        errorType,
        durationSeconds: (performance.now() - startedAt) / 1000,
        spanContext: isRecording ? span.spanContext() : undefined,
      });
    },
  };
}

function withSpan(parent: Context, span: Span): Context {
  return trace.setSpan(parent, span);
}

function describeTarget(target: ClientTarget, method: string, redaction: Redaction): Attributes {
  const { scheme, host, port, path } = target;
  const question = path.indexOf('?');
  const safePath = question < 0 ? path : `${path.slice(0, question)}?${redaction.redactUrlQuery(path.slice(question + 1))}`;
  const isDefaultPort = port === (scheme === 'https' ? 443 : 80);
  return {
    [attributeKeys.httpRequestMethod]: method,
    [attributeKeys.serverAddress]: host,
    [attributeKeys.serverPort]: port,
    [attributeKeys.urlFull]: `${scheme}://${host}${isDefaultPort ? '' : `:${port}`}${safePath}`,
  };
}
