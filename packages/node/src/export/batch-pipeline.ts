// Records on their way out. They wait in a queue that is bounded in number and bytes, and leave in batches. Every record is accounted for.
import type { EncodedRecord } from './encoding/encoding.ts';
import type { Delivery, DeliveryClock } from './transport/delivery.ts';
import type { PendingRequest } from './transport/transport.ts';

/**
 * `queue_full`: the Collector was away or slow for too long. `refused`: the Collector answered that it will never take the batch.
 * `rejected`: the Collector took the batch without these records (partial success). `not_encodable`: the record has no form in OTLP.
 */
export type DropReason = 'queue_full' | 'refused' | 'rejected' | 'not_encodable';

export interface PipelineCounts {
  /** Records handed over. accepted = exported + dropped + queued + exporting. */
  readonly accepted: number;
  readonly exported: number;
  readonly dropped: Readonly<Record<DropReason, number>>;
  readonly queued: number;
  /** Records of the request in flight. */
  readonly exporting: number;
}

export interface BatchPipelineOptions<T> {
  readonly encode: (record: T) => EncodedRecord;
  readonly buildRequest: (records: readonly EncodedRecord[]) => Uint8Array;
  readonly delivery: Delivery;
  readonly clock: DeliveryClock;
  /** Milliseconds until records leave that do not fill a batch. */
  readonly delayMs: number;
  readonly maxQueueSize: number;
  readonly maxQueueBytes: number;
  readonly maxBatchSize: number;
  /** Is told of records that the Collector did not take. */
  readonly onRejected: (count: number, message: string | undefined) => void;
  /** Is told of each record for which there was no room. */
  readonly onQueueFull: () => void;
}

export interface BatchPipeline<T> {
  /** Takes a record. Never throws, never waits. */
  add(record: T): void;
  /** Resolves to whether everything accepted so far was taken by the Collector, at the latest after `timeoutMs`. */
  flush(timeoutMs: number): Promise<boolean>;
  counts(): PipelineCounts;
  /** Requests with every record that is not known to have arrived: the process exits, and cannot wait. The queue is empty afterwards. */
  takePending(): readonly PendingRequest[];
}

/** A gRPC server takes 4 MiB by default. */
const maxBatchBytes = 3 * 1024 * 1024;

export function createBatchPipeline<T>(options: BatchPipelineOptions<T>): BatchPipeline<T> {
  const { encode, buildRequest, delivery, clock, delayMs, maxQueueSize, maxQueueBytes, maxBatchSize } = options;
  const dropped: Record<DropReason, number> = { queue_full: 0, refused: 0, rejected: 0, not_encodable: 0 };
  let queue: EncodedRecord[] = [];
  let queuedBytes = 0;
  let batch: readonly EncodedRecord[] = [];
  let accepted = 0;
  let exported = 0;
  /** How many records must leave although they fill no batch: their time has come, or somebody flushes. */
  let due = 0;
  let flushes = 0;
  let running: Promise<boolean> | undefined;
  let cancelTimer: (() => void) | undefined;

  const takeBatch = (): readonly EncodedRecord[] => {
    let bytes = 0;
    let size = 0;
    for (const record of queue) {
      if (size > 0 && (size === maxBatchSize || bytes + record.bytes.length > maxBatchBytes)) break;
      bytes += record.bytes.length;
      size++;
    }
    const taken = queue.slice(0, size);
    queue = queue.slice(size);
    queuedBytes -= bytes;
    return taken;
  };

  const putBack = (records: readonly EncodedRecord[]): void => {
    queue = [...records, ...queue];
    for (const record of records) queuedBytes += record.bytes.length;
  };

  /** Sends full batches and the records that are due. False where the Collector did not take them now. */
  async function run(): Promise<boolean> {
    while (queue.length >= maxBatchSize || (due > 0 && queue.length > 0)) {
      const sent = takeBatch();
      batch = sent;
      const result = await delivery.send(buildRequest(sent));
      // The process exits: `takePending` has taken the batch meanwhile.
      if (batch !== sent) return false;
      batch = [];
      if (result === undefined) {
        putBack(sent);
        return false;
      }
      due = Math.max(0, due - sent.length);
      if (result.outcome === 'refused') dropped.refused += sent.length;
      else {
        const rejected = Math.min(result.rejected, sent.length);
        exported += sent.length - rejected;
        dropped.rejected += rejected;
        if (rejected > 0) options.onRejected(rejected, result.message);
      }
    }
    return true;
  }

  const start = (): Promise<boolean> => {
    cancelTimer?.();
    cancelTimer = undefined;
    running ??= run().finally(() => {
      running = undefined;
      if (queue.length > 0) wait();
    });
    return running;
  };

  const wait = (): void => {
    if (running !== undefined || cancelTimer !== undefined) return;
    cancelTimer = clock.schedule(() => {
      due = batch.length + queue.length;
      void start();
    }, delayMs);
  };

  return {
    add(record) {
      accepted++;
      if (queue.length + batch.length >= maxQueueSize || queuedBytes >= maxQueueBytes) {
        dropped.queue_full++;
        options.onQueueFull();
        return;
      }
      let encoded: EncodedRecord;
      try {
        encoded = encode(record);
      } catch {
        dropped.not_encodable++;
        return;
      }
      queue.push(encoded);
      queuedBytes += encoded.bytes.length;
      if (queue.length >= maxBatchSize && running === undefined) void start();
      else wait();
    },
    async flush(timeoutMs) {
      flushes++;
      delivery.startFlush(timeoutMs);
      due = batch.length + queue.length;
      // Some records may have come when the first loop had just ended: so there is a second.
      const isSent = (await start()) && (queue.length === 0 || (await start()));
      if (--flushes === 0) delivery.endFlush();
      return isSent;
    },
    counts: () => ({ accepted, exported, dropped: { ...dropped }, queued: queue.length, exporting: batch.length }),
    takePending() {
      const pending: PendingRequest[] = [];
      putBack(batch);
      batch = [];
      while (queue.length > 0) {
        const records = takeBatch();
        pending.push({ body: buildRequest(records), records: records.length });
      }
      return pending;
    },
  };
}
