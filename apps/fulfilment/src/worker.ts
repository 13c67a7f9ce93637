// Takes jobs from the queue, one at a time, each in the trace of its order.
import { logger } from '@plinth/node';
import { processJob, type JobHeaders } from '@plinth/node/queue';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { Config } from './config.ts';
import { fulfilOrder, giveUpOrder, type FulfilmentServices } from './fulfil-order.ts';
import { deadLetterQueueName, fulfilmentJob, queueName, type FulfilmentJob } from './job.ts';

/** The shortest poll that pg-boss allows: a sample should not keep its reader waiting. */
const options = { includeMetadata: true, pollingIntervalSeconds: 0.5 } as const;

export async function startWorker(boss: PgBoss, config: Config, services: FulfilmentServices): Promise<void> {
  const retries = { retryLimit: config.JOB_RETRY_LIMIT, retryDelay: config.JOB_RETRY_DELAY_SECONDS, deadLetter: deadLetterQueueName };
  await boss.createQueue(deadLetterQueueName);
  await boss.createQueue(queueName, retries);
  // The storefront may have made the queue first; how often a job is tried is the worker's to say.
  await boss.updateQueue(queueName, retries);

  await boss.work(queueName, options, async ([job]: JobWithMetadata<unknown>[]) => {
    if (job !== undefined) await takeJob(queueName, job, (data) => fulfilOrder(data, job.retryCount, services));
  });
  await boss.work(deadLetterQueueName, options, async ([job]: JobWithMetadata<unknown>[]) => {
    if (job !== undefined) await takeJob(deadLetterQueueName, job, (data) => giveUpOrder(data, services));
  });
}

/** Runs `work` on a job; a rejection is logged and passed on, so that the queue tries again. */
export async function takeJob(
  queue: string,
  job: Pick<JobWithMetadata<unknown>, 'id' | 'data' | 'retryCount'>,
  work: (data: FulfilmentJob) => Promise<void>,
): Promise<void> {
  // A job that cannot be read fails in its own trace, too: its headers may be good.
  const { headers } = (job.data ?? {}) as { readonly headers?: JobHeaders };
  const received = { system: 'pg-boss', destination: queue, headers, messageId: job.id, retryCount: job.retryCount };
  await processJob(received, async () => {
    try {
      await work(fulfilmentJob.parse(job.data));
    } catch (error) {
      logger.warn('job failed', { queue, job_id: job.id, attempt: job.retryCount, error });
      throw error;
    }
  });
}
