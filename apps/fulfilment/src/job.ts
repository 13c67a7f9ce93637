// The job that the storefront sends.
import { z } from 'zod';

export const queueName = 'fulfil-order';
export const deadLetterQueueName = 'fulfil-order-dead';

export const fulfilmentJob = z.object({
  order_id: z.uuid(),
  lines: z.array(z.object({ sku: z.string(), quantity: z.int().positive() })).min(1),
  /** Trace and correlation id of the order; a job without them is still a job. */
  headers: z.record(z.string(), z.string()).optional(),
});

export type FulfilmentJob = z.infer<typeof fulfilmentJob>;
