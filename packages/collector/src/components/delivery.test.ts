import { expect, test } from 'vitest';
import { buildDelivery, countRetrySeconds } from './delivery.ts';

const settings = { queueItems: 3_000_000, outageSeconds: 600, storage: 'file_storage/queue', sizedBy: 'x' };

test('a batch is tried for a fifth longer than the outage, and for one wait at least', () => {
  // 600 s × 1.2; 901 s × 1.2 = 1081.2, rounded up; 25 s × 1.2 is exactly the longest wait of 30 s.
  expect([600, 901, 25, 5, 0].map(countRetrySeconds)).toEqual([720, 1082, 30, 30, 30]);
});

test('the queue has the items of the outage, and room for one whole batch at least', () => {
  expect(buildDelivery(settings).config).toMatchObject({
    sending_queue: { queue_size: 3_000_000 },
    retry_on_failure: { max_elapsed_time: '720s' },
  });
  // The largest batch is 2 × 8,192.
  expect(buildDelivery({ ...settings, queueItems: 10 }).config).toMatchObject({
    sending_queue: { queue_size: 16_384, batch: { min_size: 8192, max_size: 16_384 } },
  });
  expect(buildDelivery({ ...settings, queueItems: 10, batchItems: 1024 }).config).toMatchObject({
    sending_queue: { queue_size: 2048, batch: { min_size: 1024, max_size: 2048 } },
  });
});
