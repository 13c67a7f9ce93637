// A queue that never answers does not keep /metrics from answering, nor the process from ending.
import { expect, test } from 'vitest';
import { startService } from './service-process.ts';

test('observeQueue', async () => {
  const service = await startService('queue-observer.mjs', { OTEL_TRACES_EXPORTER: 'none' });
  const scrape = () => fetch(`${service.adminUrl}/metrics`).then((response) => response.text());
  const first = await scrape();
  const second = await scrape();
  service.child.kill('SIGTERM');
  const { signal } = await service.ended;
  for (const metrics of [first, second]) {
    expect(metrics).toContain('plinth_queue_depth{messaging_system="bullmq",messaging_destination_name="mails"} 3\n');
    expect(metrics).toContain('plinth_queue_oldest_age_seconds{messaging_system="bullmq",messaging_destination_name="mails"} 7.5\n');
    expect(metrics).toContain('plinth_queue_read_failures_total{messaging_system="bullmq",messaging_destination_name="hangs"} 1\n');
    expect(metrics).not.toContain('plinth_queue_depth{messaging_system="bullmq",messaging_destination_name="hangs"}');
  }
  expect(service.lines.find((line) => line['code'] === 'node.queue_unreadable')).toMatchObject({
    level: 'warn',
    problem: expect.stringContaining('bullmq hangs'),
  });
  expect(signal).toBe('SIGTERM');
});
