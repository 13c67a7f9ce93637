// The queue to the fulfilment worker. The job carries the context, so the trace goes on there.
import { sendJob } from '@plinth/node/queue';
import type { PgBoss } from 'pg-boss';
import type { OrderLine } from './schema.ts';

export const queueName = 'fulfil-order';

export interface FulfilmentJob {
  readonly order_id: string;
  readonly lines: readonly OrderLine[];
}

export interface FulfilmentQueue {
  send(job: FulfilmentJob): Promise<void>;
}

export function createFulfilmentQueue(boss: PgBoss): FulfilmentQueue {
  return {
    async send(job) {
      await sendJob({ system: 'pg-boss', destination: queueName }, (headers) => boss.send(queueName, { ...job, headers }));
    },
  };
}
