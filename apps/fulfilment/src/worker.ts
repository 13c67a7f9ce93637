// Takes jobs from the queue, one at a time, each in the trace of its order.
import { logger } from '@plinth/node';
import { processJob } from '@plinth/node/queue';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { Config } from './config.ts';
import { fulfilOrder, giveUpOrder, type FulfilmentServices } from './fulfil-order.ts';
import { deadLetterQueueName, fulfilmentJob, queueName } from './job.ts';

/** The shortest poll that pg-boss allows: a sample should not keep its reader waiting. */
const options = { includeMetadata: true, pollingIntervalSeconds: 0.5 } as const;

export async function startWorker(boss: PgBoss, config: Config, services: FulfilmentServices): Promise<void> {
  const retries = { retryLimit: config.JOB_RETRY_LIMIT, retryDelay: config.JOB_RETRY_DELAY_SECONDS, deadLetter: deadLetterQueueName };
  await boss.createQueue(deadLetterQueueName);
  await boss.createQueue(queueName, retries);
  // The storefront may have made the queue first; how often a job is tried is the worker's to say.
  await boss.updateQueue(queueName, retries);

  await boss.work(queueName, options, async ([job]: JobWithMetadata<unknown>[]) => {
    if (job !== undefined) await take(queueName, job, (data) => fulfilOrder(data, job.retryCount, services));
  });
  await boss.work(deadLetterQueueName, options, async ([job]: JobWithMetadata<unknown>[]) => {
    if (job !== undefined) await take(deadLetterQueueName, job, (data) => giveUpOrder(data, services));
  });
}

async function take(
  queue: string,
  job: JobWithMetadata<unknown>,
  work: (data: ReturnType<typeof fulfilmentJob.parse>) => Promise<void>,
): Promise<void> {
  const data = fulfilmentJob.parse(job.data);
  const received = { system: 'pg-boss', destination: queue, headers: data.headers, messageId: job.id, retryCount: job.retryCount };
  await processJob(received, async () => {
    try {
      await work(data);
    } catch (error) {
      logger.warn('job failed', { queue, job_id: job.id, attempt: job.retryCount, error });
      throw error;
    }
  });
}
