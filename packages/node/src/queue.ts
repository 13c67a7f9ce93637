// Jobs of any queue that can carry a few text headers. The trace and the correlation id go on in the worker.
import { useRuntime } from './detached.ts';
import type { QueueState } from './measure/queue-state.ts';
import type { JobDestination, JobHeaders, ReceivedJob } from './traces/messaging.ts';

export type { QueueState } from './measure/queue-state.ts';
export type { JobDestination, JobHeaders, ReceivedJob } from './traces/messaging.ts';

/**
 * Runs `send` in a producer span. `send` must put `headers` into the job. Resolves to what `send` resolves to.
 *
 * @example
 * await sendJob({ system: 'pg-boss', destination: 'fulfil' }, (headers) => boss.send('fulfil', { headers, orderId }));
 */
export function sendJob<T>(job: JobDestination, send: (headers: JobHeaders) => Promise<T>): Promise<T> {
  return useRuntime().sendJob(job, send);
}

/**
 * Runs `process` in a consumer span below the producer's span, and under the producer's correlation id. A rejection marks the span and is
 * passed on, so that the queue retries. The job is counted and timed.
 *
 * @example
 * await processJob({ system: 'pg-boss', destination: 'fulfil', headers: job.data.headers, messageId: job.id }, () => fulfil(job.data));
 */
export function processJob<T>(job: ReceivedJob, process: () => Promise<T>): Promise<T> {
  return useRuntime().processJob(job, process);
}

/**
 * Shows how many jobs wait and for how long the oldest one has: `plinth_queue_depth` and `plinth_queue_oldest_age_seconds`.
 * `read` is called at a scrape, every 5 seconds at most. It has 1 second; after that the scrape goes on without the queue. The function
 * that is returned ends the observation.
 *
 * @example
 * observeQueue({ system: 'bullmq', destination: 'mails' }, async () => {
 *   const [oldest] = await queue.getWaiting(0, 0);
 *   return { depth: await queue.getWaitingCount(), oldestAgeSeconds: oldest && (Date.now() - oldest.timestamp) / 1000 };
 * });
 */
export function observeQueue(queue: JobDestination, read: () => Promise<QueueState>): () => void {
  const { queues, onConsumer } = useRuntime();
  onConsumer();
  return queues.observe(queue, read);
}
