// Records on their way out: a queue bounded in number and bytes, sent in batches. Every record is accounted for.
import type { EncodedRecord } from './encoding/encoding.ts';
import type { Delivery, DeliveryClock } from './transport/delivery.ts';
import type { PendingRequest } from './transport/transport.ts';

/**
 * `queue_full`: the Collector was away or slow for too long. `refused`: it answered that it will never take the batch.
 * `rejected`: it took the batch without these (partial success). `not_encodable`: the record could not be turned into OTLP.
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
  /** Milliseconds between two exports, where a batch does not fill up before. */
  readonly delayMs: number;
  readonly maxQueueSize: number;
  readonly maxQueueBytes: number;
  readonly maxBatchSize: number;
  /** Told of records that the Collector did not take. */
  readonly onRejected: (count: number, message: string | undefined) => void;
  /** Told of each record for which there was no room. */
  readonly onQueueFull: () => void;
}

export interface BatchPipeline<T> {
  /** Takes a record; never throws, never waits. */
  add(record: T): void;
  /** Resolves to whether everything accepted so far was taken by the Collector, at the latest after `timeoutMs`. */
  flush(timeoutMs: number): Promise<boolean>;
  counts(): PipelineCounts;
  /** Requests with all that is not known to have arrived, for who can no longer wait. Nothing is left in the queue. */
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
  /** Records that must go although they fill no batch: their time has come, or somebody flushes. */
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

  /** Sends full batches and what is due; false where that could not be sent now. */
  async function run(): Promise<boolean> {
    while (queue.length >= maxBatchSize || (due > 0 && queue.length > 0)) {
      const sent = takeBatch();
      batch = sent;
      const result = await delivery.send(buildRequest(sent));
      // Somebody who could no longer wait has taken it.
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
      // The second time for records that came when the loop had just ended.
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
