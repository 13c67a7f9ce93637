// Depth and age of queues, asked for at a scrape. A queue that hangs must not hang the scrape.
import type { QueueObserver, QueueState } from '../context/queue-state.ts';
import type { Instrument, MetricStore } from './metric-store.ts';
import { standardDefinition } from './standard-metrics.ts';

/** How long an answer is good for, and how long a scrape waits for one. Milliseconds. */
const freshMs = 5000;
const waitMs = 1000;

type QueueLabels = { readonly messaging_system: string; readonly messaging_destination_name: string };

interface Source {
  readonly labels: QueueLabels;
  readonly read: () => Promise<QueueState>;
  state: QueueState | undefined;
  readAt: number;
  /** The read in flight, until it settles, however long that takes. */
  reading: Promise<void> | undefined;
  /** It has been waited for in vain: the next scrape does not wait again. */
  isLate: boolean;
}

/** `onFailure` is told of a read that failed or came late. */
export function createQueueObserver(
  store: MetricStore,
  onFailure: (queue: string, error: unknown) => void,
  now: () => number = Date.now,
): QueueObserver {
  const sources = new Set<Source>();
  // Waits for the reads too: a scrape shows the failures that it meets.
  const failures = store.instrument(standardDefinition('plinthQueueReadFailures'), () => refreshAll());

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
    // Both metrics wait for one read: it is late once.
    if (source.isLate) return;
    source.isLate = true;
    fail(source, new Error(`no answer within ${waitMs} ms`));
  };

  const refreshAll = async (): Promise<void> => {
    await Promise.all([...sources].map(refresh));
  };

  const show = (metric: 'plinthQueueDepth' | 'plinthQueueOldestAge', pick: (state: QueueState) => number): void => {
    const collect = async (gauge: Instrument): Promise<void> => {
      await refreshAll();
      for (const { labels, state } of sources) {
        if (state === undefined) removeSeries(store, gauge, labels);
        else gauge.record(pick(state), labels);
      }
    };
    shown.push(store.instrument(standardDefinition(metric), collect));
  };
  const shown: Instrument[] = [];
  show('plinthQueueDepth', ({ depth }) => depth);
  show('plinthQueueOldestAge', ({ oldestAgeSeconds = 0 }) => oldestAgeSeconds);

  return {
    observe({ system, destination }, read) {
      const labels = { messaging_system: system, messaging_destination_name: destination };
      const source: Source = { labels, read, state: undefined, readAt: -Infinity, reading: undefined, isLate: false };
      sources.add(source);
      return () => {
        sources.delete(source);
        for (const gauge of shown) removeSeries(store, gauge, labels);
      };
    },
  };
}

/** A value that is not known is not shown: an old one would look like a queue that stands still. */
function removeSeries(store: MetricStore, gauge: Instrument, labels: QueueLabels): void {
  const metric = store.registry.getSingleMetric(gauge.definition.prometheusName) as { remove(labels: QueueLabels): void } | undefined;
  metric?.remove(labels);
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
