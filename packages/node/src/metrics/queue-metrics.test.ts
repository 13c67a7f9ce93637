import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { QueueState } from '../measure/queue-state.ts';
import { createRedaction } from '../redaction/redact.ts';
import { createMetricStore } from './metric-store.ts';
import { createQueueObserver } from './queue-metrics.ts';

const queue = { system: 'bullmq', destination: 'mails' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function create() {
  const failures: string[] = [];
  const store = createMetricStore({
    redaction: createRedaction({ allowKeys: [] }),
    readExemplar: () => undefined,
    onOverflow: () => {},
    onInvalid: (_metric, problem) => void failures.push(problem),
    onRecord: () => {},
  });
  const observer = createQueueObserver(store, (name, error) => void failures.push(`${name}: ${String(error)}`));
  return {
    observer,
    failures,
    /** The two gauges and the counter, as a scrape sees them. */
    async scrape() {
      await observer.refresh();
      return Object.fromEntries(
        store
          .read()
          .map(({ definition, series }) => [
            definition.prometheusName.replace('plinth_queue_', ''),
            series.map((one) => ('value' in one ? one.value : one.count)),
          ]),
      );
    },
  };
}

test('a scrape shows depth and age, from one read', async () => {
  const { observer, scrape } = create();
  const read = vi.fn(async (): Promise<QueueState> => ({ depth: 3, oldestAgeSeconds: 7.5 }));
  observer.observe(queue, read);
  expect(await scrape()).toMatchObject({ depth: [3], oldest_age_seconds: [7.5] });
  expect(await scrape()).toMatchObject({ depth: [3] });
  expect(read).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(5000);
  await scrape();
  expect(read).toHaveBeenCalledTimes(2);
});

test('an empty queue has age 0', async () => {
  const { observer, scrape } = create();
  observer.observe(queue, async () => ({ depth: 0 }));
  expect(await scrape()).toMatchObject({ depth: [0], oldest_age_seconds: [0] });
});

test('a queue that hangs is waited for once, and is missing until it answers', async () => {
  const { observer, scrape, failures } = create();
  let answer: (state: QueueState) => void = () => {};
  const read = vi.fn(() => new Promise<QueueState>((resolve) => (answer = resolve)));
  observer.observe(queue, read);
  const first = scrape();
  await vi.advanceTimersByTimeAsync(1000);
  expect(await first).toMatchObject({ depth: [], oldest_age_seconds: [], read_failures_total: [1] });
  // No timer is needed for the next scrape: it does not wait, and does not ask again.
  expect(await scrape()).toMatchObject({ depth: [], read_failures_total: [1] });
  expect(read).toHaveBeenCalledTimes(1);
  expect(failures).toEqual(['bullmq mails: Error: no answer within 1000 ms']);
  answer({ depth: 9 });
  await vi.advanceTimersByTimeAsync(0);
  expect(await scrape()).toMatchObject({ depth: [9] });
});

test.each([
  ['rejects', () => Promise.reject(new Error('gone'))],
  [
    'throws',
    () => {
      throw new Error('gone');
    },
  ],
])('a read that %s is counted; its old value is not shown any more', async (_how, fail) => {
  const { observer, scrape, failures } = create();
  let read: () => Promise<QueueState> = async () => ({ depth: 1 });
  observer.observe(queue, () => read());
  await scrape();
  read = fail;
  vi.advanceTimersByTime(5000);
  expect(await scrape()).toMatchObject({ depth: [], oldest_age_seconds: [], read_failures_total: [1] });
  expect(failures).toEqual(['bullmq mails: Error: gone']);
});

test('a state that is no number is not stored', async () => {
  const { observer, scrape, failures } = create();
  observer.observe(queue, async () => ({ depth: 'many' as unknown as number }));
  expect(await scrape()).toMatchObject({ depth: [] });
  expect(failures).toEqual(['value many of a gauge']);
});

test('what is no longer observed is no longer shown', async () => {
  const { observer, scrape } = create();
  const stop = observer.observe(queue, async () => ({ depth: 1 }));
  await scrape();
  stop();
  expect(await scrape()).toMatchObject({ depth: [], oldest_age_seconds: [] });
});
