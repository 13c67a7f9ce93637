// Producer and consumer spans of a queue, for any queue that can carry a few text headers with a job.
import { context, SpanKind, type Attributes, type Tracer } from '@opentelemetry/api';
import { attributeKeys } from '@plinth/catalog';
import { getCorrelationId } from '../context/correlation.ts';
import type { ExtractContext } from '../context/inbound.ts';
import { injectContext } from '../context/propagation.ts';
import type { RequestObserver } from '../context/request-records.ts';
import { errorTypeOf } from './exception.ts';
import { runInSpan } from './span.ts';

/** Text that travels with a job: trace context, baggage and correlation id. */
export type JobHeaders = Readonly<Record<string, string>>;

export interface JobDestination {
  /** `messaging.system`: `pg-boss`, `rabbitmq`, … */
  readonly system: string;
  /** Name of the queue. */
  readonly destination: string;
}

export interface ReceivedJob extends JobDestination {
  /** What the producer sent along; a job without them starts a trace of its own. */
  readonly headers: JobHeaders | undefined;
  readonly messageId?: string;
  /** 0 for the first try. */
  readonly retryCount?: number;
}

export interface MessagingOptions {
  readonly extractContext: ExtractContext;
  readonly tracer: Tracer;
  readonly requests: Pick<RequestObserver, 'endJob'>;
}

/** Runs `send` in a producer span with the headers that the job must carry. */
export function traceSend<T>(job: JobDestination, send: (headers: JobHeaders) => Promise<T>, options: MessagingOptions): Promise<T> {
  return traceJob(job, 'send', {}, () => send(injectContext(context.active(), true)), options);
}

/**
 * Runs `process` in a consumer span, child of the producer's: the job is one message, so its trace goes on.
 * Source: messaging spans, "the creation context may be the parent where one message is processed at a time".
 */
export function traceProcess<T>(job: ReceivedJob, process: () => Promise<T>, options: MessagingOptions): Promise<T> {
  const headers = typeof job.headers === 'object' && job.headers !== null ? job.headers : {};
  const attributes: Attributes = {
    ...(job.messageId === undefined ? {} : { [attributeKeys.messagingMessageId]: job.messageId }),
    ...(job.retryCount === undefined ? {} : { 'plinth.job.retry_count': job.retryCount }),
  };
  return context.with(options.extractContext(headers), () => traceJob(job, 'process', attributes, process, options));
}

function traceJob<T>(
  job: JobDestination,
  operation: 'send' | 'process',
  attributes: Attributes,
  run: () => Promise<T>,
  { tracer, requests }: MessagingOptions,
): Promise<T> {
  const startedAt = performance.now();
  const correlationId = getCorrelationId(context.active());
  const spanAttributes = {
    [attributeKeys.messagingSystem]: job.system,
    [attributeKeys.messagingDestinationName]: job.destination,
    [attributeKeys.messagingOperationName]: operation,
    [attributeKeys.messagingOperationType]: operation,
    ...(correlationId === undefined ? {} : { [attributeKeys.correlationId]: correlationId }),
    ...attributes,
  };
  const kind = operation === 'send' ? SpanKind.PRODUCER : SpanKind.CONSUMER;
  return runInSpan(tracer, `${operation} ${job.destination}`, { kind, attributes: spanAttributes }, async (span) => {
    const record = (errorType: string | undefined): void =>
      requests.endJob({
        system: job.system,
        destination: job.destination,
        operation,
        errorType,
        durationSeconds: (performance.now() - startedAt) / 1000,
        spanContext: span.isRecording() ? span.spanContext() : undefined,
      });
    try {
      const result = await run();
      record(undefined);
      return result;
    } catch (error) {
      record(errorTypeOf(error));
      throw error;
    }
  });
}
