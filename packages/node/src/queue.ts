// Jobs of any queue that can carry a few text headers: the trace and the correlation id go on in the worker.
import { useRuntime } from './detached.ts';
import { traceProcess, traceSend, type JobDestination, type JobHeaders, type ReceivedJob } from './traces/messaging.ts';

export type { JobDestination, JobHeaders, ReceivedJob } from './traces/messaging.ts';

const runtime = useRuntime();

/**
 * Runs `send` in a producer span; it must put `headers` into the job. Resolves to what `send` resolves to.
 *
 * @example
 * await sendJob({ system: 'pg-boss', destination: 'fulfil' }, (headers) => boss.send('fulfil', { headers, orderId }));
 */
export function sendJob<T>(job: JobDestination, send: (headers: JobHeaders) => Promise<T>): Promise<T> {
  return traceSend(job, send, runtime.messaging);
}

/**
 * Runs `process` in a consumer span below the producer's, under the producer's correlation id; a rejection marks the span
 * and is passed on, so that the queue retries. Counts and times the job.
 *
 * @example
 * await processJob({ system: 'pg-boss', destination: 'fulfil', headers: job.data.headers, messageId: job.id }, () => fulfil(job.data));
 */
export function processJob<T>(job: ReceivedJob, process: () => Promise<T>): Promise<T> {
  return traceProcess(job, process, runtime.messaging);
}
