// How full a queue is, as the service reads it and the metrics stage shows it.

export interface QueueState {
  /** Jobs that wait. */
  readonly depth: number;
  /** Age of the one that has waited longest; missing for an empty queue. */
  readonly oldestAgeSeconds?: number | undefined;
}

export interface ObservedQueue {
  readonly system: string;
  readonly destination: string;
}

export interface QueueObserver {
  /** Begins to show a queue; returns what ends it. */
  observe(queue: ObservedQueue, read: () => Promise<QueueState>): () => void;
  /** Asks the queues whose last answer is old; bounded in time. */
  refresh(): Promise<void>;
}
