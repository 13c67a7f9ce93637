// The common part of all databases: one client span and one record for an operation, and errors without the values in them.
import { context, SpanKind, SpanStatusCode, trace, type Attributes, type Span, type Tracer } from '@opentelemetry/api';
import { attributeKeys } from '@plinth/catalog';
import type { OperationObserver } from '../measure/operations.ts';
import type { OnInstrumentationError } from './channel-listeners.ts';
import { errorTypeOf } from './exception.ts';
import { isNotSampled } from './span.ts';
import { replaceLiterals } from './query-text.ts';

export interface DatabaseTracingOptions {
  readonly tracer: Tracer;
  readonly operations: Pick<OperationObserver, 'endQuery'>;
  readonly onError: OnInstrumentationError;
}

export interface DatabaseTarget {
  /** `db.system.name`. */
  readonly system: string;
  readonly namespace: string;
  readonly operation: string;
  /** Name of the span. */
  readonly spanName: string;
  readonly serverAddress: string | undefined;
  readonly serverPort: number | undefined;
}

/** An operation in flight. */
export class DatabaseOperation {
  readonly #target: DatabaseTarget;
  readonly #options: DatabaseTracingOptions;
  readonly #span: Span | undefined;
  readonly #startedAt = performance.now();
  #ended = false;

  constructor(target: DatabaseTarget, span: Span | undefined, options: DatabaseTracingOptions) {
    this.#target = target;
    this.#span = span;
    this.#options = options;
  }

  /** Ends the operation once. `statusCode`: the code of the error that the server answered, if it did. */
  end(error?: unknown, statusCode?: string): void {
    if (this.#ended) return;
    this.#ended = true;
    const errorType = error === undefined ? undefined : (statusCode ?? errorTypeOf(error));
    // A span that has ended is not recording any more, so this is asked before. A span that never was recording need not make its ids.
    const spanContext = this.#span?.isRecording() === true ? this.#span.spanContext() : undefined;
    if (this.#span !== undefined) endSpan(this.#span, error, errorType, statusCode);
    this.#options.operations.endQuery({
      system: this.#target.system,
      namespace: this.#target.namespace,
      operation: this.#target.operation,
      errorType,
      durationSeconds: (performance.now() - this.#startedAt) / 1000,
      spanContext,
    });
  }
}

/**
 * Starts an operation. It is only counted where it belongs to no trace, as the polling of a queue, or to a trace that is not sampled.
 * `describe` is called for a span only.
 */
export function startDatabaseOperation(
  target: DatabaseTarget,
  options: DatabaseTracingOptions,
  describe?: () => Attributes,
): DatabaseOperation {
  const parent = context.active();
  const caller = trace.getSpan(parent);
  if (caller === undefined || isNotSampled(caller)) return new DatabaseOperation(target, undefined, options);
  const attributes: Attributes = {
    [attributeKeys.dbSystemName]: target.system,
    [attributeKeys.dbNamespace]: target.namespace,
    [attributeKeys.dbOperationName]: target.operation,
    ...(target.serverAddress === undefined ? {} : { [attributeKeys.serverAddress]: target.serverAddress }),
    ...(target.serverPort === undefined ? {} : { [attributeKeys.serverPort]: target.serverPort }),
    ...describe?.(),
  };
  const span = options.tracer.startSpan(target.spanName, { kind: SpanKind.CLIENT, attributes }, parent);
  return new DatabaseOperation(target, span, options);
}

function endSpan(span: Span, error: unknown, errorType: string | undefined, statusCode: string | undefined): void {
  if (errorType !== undefined && span.isRecording()) {
    span.setAttribute(attributeKeys.errorType, errorType);
    if (statusCode !== undefined) span.setAttribute(attributeKeys.dbResponseStatusCode, statusCode);
    const exception = describeError(error);
    span.recordException(exception);
    span.setStatus({ code: SpanStatusCode.ERROR, message: exception.message });
  }
  span.end();
}

/** Name and message, without quoted values and numbers: servers repeat what they were sent. There is no stack: it begins with the message. */
function describeError(error: unknown): { readonly name: string; readonly message: string } {
  try {
    const { name, message } = error as { name?: unknown; message?: unknown };
    return { name: String(name ?? typeof error), message: replaceLiterals(String(message ?? error)).slice(0, 1024) };
  } catch {
    return { name: 'Error', message: 'unprintable error' };
  }
}
