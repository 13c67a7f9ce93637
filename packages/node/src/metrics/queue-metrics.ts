// Depth and age of queues. A scrape asks for them. A queue that hangs must not hang the scrape.
import type { QueueObserver, QueueState } from '../measure/queue-state.ts';
import type { MetricStore } from './metric-store.ts';
import { standardDefinition } from './standard-metrics.ts';

/** An answer is good for `freshMs` milliseconds. A scrape waits `waitMs` milliseconds for an answer. */
const freshMs = 5000;
const waitMs = 1000;

type QueueLabels = { readonly messaging_system: string; readonly messaging_destination_name: string };

interface Source {
  readonly labels: QueueLabels;
  readonly read: () => Promise<QueueState>;
  state: QueueState | undefined;
  readAt: number;
  /** The read in flight. It stays here until it settles, however long that takes. */
  reading: Promise<void> | undefined;
  /** Whether a scrape has waited for the read in vain. The next scrape does not wait again. */
  isLate: boolean;
}

/** `onFailure` is told of each read that failed or came late. */
export function createQueueObserver(
  store: MetricStore,
  onFailure: (queue: string, error: unknown) => void,
  now: () => number = Date.now,
): QueueObserver {
  const sources = new Set<Source>();
  const failures = store.instrument(standardDefinition('plinthQueueReadFailures'));

  const fail = (source: Source, error: unknown): void => {
    source.state = undefined;
    failures.record(1, source.labels);
    onFailure(`${source.labels.messaging_system} ${source.labels.messaging_destination_name}`, error);
  };
  const startRead = (source: Source): Promise<void> => {
    source.isLate = false;
    return callAsync(source.read)
      .then(
        (state) => void (source.state = state),
        (error: unknown) => fail(source, error),
      )
      .finally(() => {
        source.readAt = now();
        source.reading = undefined;
      });
  };
  const refresh = async (source: Source): Promise<void> => {
    if (source.reading === undefined && now() - source.readAt < freshMs) return;
    source.reading ??= startRead(source);
    if (source.isLate || (await isInTime(source.reading))) return;
    // A scrape and a push may wait for the same read. It is late once.
    if (source.isLate) return;
    source.isLate = true;
    fail(source, new Error(`no answer within ${waitMs} ms`));
  };

  const show = (metric: 'plinthQueueDepth' | 'plinthQueueOldestAge', pick: (state: QueueState) => number): void => {
    store.instrument(standardDefinition(metric), (gauge) => {
      // A value that is not known is not shown: an old value would look like a queue that stands still.
      gauge.clear();
      for (const { labels, state } of sources) if (state !== undefined) gauge.record(pick(state), labels);
    });
  };
  show('plinthQueueDepth', ({ depth }) => depth);
  show('plinthQueueOldestAge', ({ oldestAgeSeconds = 0 }) => oldestAgeSeconds);

  return {
    observe({ system, destination }, read) {
      const labels = { messaging_system: system, messaging_destination_name: destination };
      const source: Source = { labels, read, state: undefined, readAt: -Infinity, reading: undefined, isLate: false };
      sources.add(source);
      return () => void sources.delete(source);
    },
    async refresh() {
      await Promise.all([...sources].map(refresh));
    },
  };
}

async function callAsync<T>(fn: () => Promise<T>): Promise<T> {
  return fn();
}

function isInTime(promise: Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), waitMs);
    void promise.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
