// Producer and consumer spans of queues. A service calls this for any queue that can carry a few text headers. The adapters call it, too.
import {
  context,
  isSpanContextValid,
  SpanKind,
  trace,
  type Attributes,
  type Context,
  type Link,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { attributeKeys, headerNames } from '@plinth/catalog';
import { getCorrelationId } from '../context/correlation.ts';
import type { ExtractContext } from '../context/inbound.ts';
import { injectContext } from '../context/propagation.ts';
import type { OperationObserver } from '../measure/operations.ts';
import type { OnInstrumentationError } from './channel-listeners.ts';
import { errorTypeOf, recordSpanException } from './exception.ts';

/** Text that travels with a job: trace context, baggage and correlation id. */
export type JobHeaders = Readonly<Record<string, string>>;

export interface JobDestination {
  /** `messaging.system`: `pg-boss`, `rabbitmq`, … */
  readonly system: string;
  /** Name of the queue. */
  readonly destination: string;
}

export interface ReceivedJob extends JobDestination {
  /** What the producer sent along. A job without headers starts a trace of its own. */
  readonly headers: JobHeaders | undefined;
  readonly messageId?: string;
  /** 0 for the first try. */
  readonly retryCount?: number;
}

export interface MessagingOptions {
  readonly extractContext: ExtractContext;
  readonly tracer: Tracer;
  readonly operations: Pick<OperationObserver, 'endJob'>;
  /** Must be called when the service begins to consume a queue; it may be called again. */
  readonly onConsumer: () => void;
}

/** What an adapter of a library knows besides. */
export interface MessagingAdapterOptions extends MessagingOptions {
  readonly onError: OnInstrumentationError;
}

/** The headers in which the context travels. */
export const contextHeaderNames: readonly string[] = [
  headerNames.traceparent,
  headerNames.tracestate,
  headerNames.baggage,
  headerNames.correlationId,
  headerNames.requestId,
];

/** A message that is being sent or processed. */
export class MessagingOperation {
  /** The code for the message must run in this context. */
  readonly context: Context;
  readonly #span: Span;
  readonly #job: JobDestination;
  readonly #kind: 'send' | 'process';
  readonly #messageCount: number;
  readonly #isRetry: boolean;
  readonly #operations: MessagingOptions['operations'];
  readonly #startedAt = performance.now();
  #ended = false;

  constructor(
    job: JobDestination,
    kind: 'send' | 'process',
    parent: Context,
    details: { readonly attributes: Attributes; readonly links?: Link[]; readonly messageCount?: number; readonly isRetry?: boolean },
    options: MessagingOptions,
  ) {
    const correlationId = getCorrelationId(parent);
    const { links = [], messageCount = 1, isRetry = false } = details;
    const attributes = {
      [attributeKeys.messagingSystem]: job.system,
      [attributeKeys.messagingDestinationName]: job.destination,
      [attributeKeys.messagingOperationName]: kind,
      [attributeKeys.messagingOperationType]: kind,
      ...(correlationId === undefined ? {} : { [attributeKeys.correlationId]: correlationId }),
      ...(messageCount === 1 ? {} : { [attributeKeys.messagingBatchMessageCount]: messageCount }),
      ...details.attributes,
    };
    const spanKind = kind === 'send' ? SpanKind.PRODUCER : SpanKind.CONSUMER;
    this.#span = options.tracer.startSpan(`${kind} ${job.destination}`, { kind: spanKind, attributes, links }, parent);
    this.context = trace.setSpan(parent, this.#span);
    this.#job = job;
    this.#kind = kind;
    this.#messageCount = messageCount;
    this.#isRetry = isRetry;
    this.#operations = options.operations;
  }

  setMessageId(id: string): void {
    this.#span.setAttribute(attributeKeys.messagingMessageId, id);
  }

  /** Ends the operation once. */
  end(error?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    const errorType = error === undefined ? undefined : errorTypeOf(error);
    if (errorType !== undefined) {
      this.#span.setAttribute(attributeKeys.errorType, errorType);
      recordSpanException(this.#span, error);
    }
    const spanContext = this.#span.isRecording() ? this.#span.spanContext() : undefined;
    this.#span.end();
    this.#operations.endJob({
      ...this.#job,
      operation: this.#kind,
      messageCount: this.#messageCount,
      isRetry: this.#isRetry,
      errorType,
      durationSeconds: (performance.now() - this.#startedAt) / 1000,
      spanContext,
    });
  }

  /** Runs `fn` in the context of the operation, and ends the operation with it. */
  async run<T>(fn: () => Promise<T>): Promise<T> {
    try {
      const result = await context.with(this.context, fn);
      this.end();
      return result;
    } catch (error) {
      this.end(error ?? new Error('rejected without a reason'));
      throw error;
    }
  }
}

/** Starts to send. The message must carry `headers`. */
export function startSend(
  { system, destination }: JobDestination,
  options: MessagingOptions,
  details: { readonly attributes?: Attributes; readonly messageCount?: number } = {},
): { readonly operation: MessagingOperation; readonly headers: Record<string, string> } {
  const { attributes = {}, messageCount = 1 } = details;
  const operation = new MessagingOperation({ system, destination }, 'send', context.active(), { attributes, messageCount }, options);
  return { operation, headers: injectContext(operation.context, true) };
}

/**
 * Starts to process one message. Its span is a child of the producer's span, so the trace goes on.
 * Source: messaging spans, "the creation context may be the parent where one message is processed at a time".
 */
export function startProcess(job: ReceivedJob, options: MessagingOptions, extra: Attributes = {}): MessagingOperation {
  const { system, destination, messageId, retryCount = 0 } = job;
  options.onConsumer();
  const attributes: Attributes = {
    ...(messageId === undefined ? {} : { [attributeKeys.messagingMessageId]: messageId }),
    ...(job.retryCount === undefined ? {} : { [attributeKeys.plinthJobRetryCount]: retryCount }),
    ...extra,
  };
  return new MessagingOperation(
    { system, destination },
    'process',
    readContext(job.headers, options),
    { attributes, isRetry: retryCount > 0 },
    options,
  );
}

/** Starts to process several messages at once. This has a trace of its own, with a link to the trace of each message. */
export function startBatch(
  { system, destination }: JobDestination,
  headersOfEach: readonly JobHeaders[],
  options: MessagingOptions,
  attributes: Attributes = {},
): MessagingOperation {
  const links: Link[] = [];
  for (const headers of headersOfEach) {
    const sent = trace.getSpanContext(readContext(headers, options));
    if (sent !== undefined && isSpanContextValid(sent)) links.push({ context: sent });
  }
  const parent = options.extractContext({});
  return new MessagingOperation(
    { system, destination },
    'process',
    parent,
    { attributes, links, messageCount: headersOfEach.length },
    options,
  );
}

/** Runs `send` in a producer span with the headers that the job must carry. */
export function traceSend<T>(job: JobDestination, send: (headers: JobHeaders) => Promise<T>, options: MessagingOptions): Promise<T> {
  const { operation, headers } = startSend(job, options);
  return operation.run(() => send(headers));
}

/** Runs `process` in a consumer span below the producer's. */
export function traceProcess<T>(job: ReceivedJob, process: () => Promise<T>, options: MessagingOptions): Promise<T> {
  return startProcess(job, options).run(process);
}

function readContext(headers: JobHeaders | undefined, { extractContext }: Pick<MessagingOptions, 'extractContext'>): Context {
  return extractContext(typeof headers === 'object' && headers !== null ? headers : {});
}
