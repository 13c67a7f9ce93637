// How full a queue is. The service reads it, the metrics stage shows it.

export interface QueueState {
  /** Jobs that wait. */
  readonly depth: number;
  /** Age of the job that has waited longest. Missing for an empty queue. */
  readonly oldestAgeSeconds?: number | undefined;
}

export interface ObservedQueue {
  readonly system: string;
  readonly destination: string;
}

export interface QueueObserver {
  /** Begins to show a queue. The function that it returns ends that. */
  observe(queue: ObservedQueue, read: () => Promise<QueueState>): () => void;
  /** Asks the queues whose last answer is old. It takes a bounded time. */
  refresh(): Promise<void>;
}
