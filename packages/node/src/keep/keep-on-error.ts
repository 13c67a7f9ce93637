// Log lines below the level, and spans of a trace that is not sampled, wait until it is known how their request ends. A request that
// fails or is slow is kept: its records are sent. The records of any other request are dropped. Traces and logs share this file;
// neither knows the other.
import { TraceFlags, type Span, type SpanContext } from '@opentelemetry/api';

export type KeepSignal = 'logs' | 'traces';

/** `failed`: the request was answered with 5xx, or an exception ended it. `crashed`: an exception ended the process meanwhile. */
export type KeepReason = 'failed' | 'slow' | 'crashed';

interface WaitingRecord {
  readonly signal: KeepSignal;
  readonly bytes: number;
  readonly send: () => void;
}

/** A request, a job, or any other work that begins a span without a parent in this process. It may be kept. */
export interface KeepableRequest {
  readonly startedAt: number;
  /** Undefined while it is not known how the request ends. */
  outcome: KeepReason | 'dropped' | undefined;
  /** Bytes of the records that wait, estimated. */
  bytes: number;
  /** How many records found no room. */
  lost: number;
  records: WaitingRecord[];
  /** The contexts of the spans so far. They become sampled when the request is kept. */
  contexts: SpanContext[];
}

/** Records of one signal. created = waiting + sent + discarded + dropped. */
export interface KeepCounts {
  readonly waiting: number;
  /** Records of requests that went well. */
  readonly discarded: number;
  /** Records for which there was no room. */
  readonly dropped: number;
}

export interface KeepLimits {
  /** Bytes of one request, estimated. */
  readonly requestBytes: number;
  /** Bytes of all requests, estimated. When there are more, the records of the oldest request are dropped. */
  readonly totalBytes: number;
  /** A request that takes this many milliseconds is slow. */
  readonly slowMs: number;
}

export interface KeepOnError {
  begin(): KeepableRequest;
  /** Makes the context sampled as soon as the request is kept: spans that start later follow it. */
  join(request: KeepableRequest, context: SpanContext): void;
  /** Calls `send` if the request is kept. The call is made at once where that is known already. */
  add(request: KeepableRequest, signal: KeepSignal, bytes: number, send: () => void): void;
  /** The request has ended. It is kept if it failed or was slow. */
  end(request: KeepableRequest, failed: boolean): void;
  /** Keeps every request that has records waiting, however it will end. */
  keepAll(reason: KeepReason): void;
  counts(signal: KeepSignal): KeepCounts;
  /** Bytes of all records that wait now, estimated. */
  bytes(): number;
  /** True while a line is built that is sent only if its request is kept: such a line says that its trace is sampled. */
  rendering: boolean;
}

/** A request with more spans than this has lost some of them anyway, for want of room. */
const mostContexts = 1000;

const requestKey = Symbol('plinth.keepable_request');
type RequestHolder = { readonly [requestKey]?: KeepableRequest | undefined };

/** The request that a span belongs to. */
export function findKeepableRequest(span: Span | undefined): KeepableRequest | undefined {
  return (span as RequestHolder | undefined)?.[requestKey];
}

export function setKeepableRequest(span: Span, request: KeepableRequest): void {
  (span as { [requestKey]?: KeepableRequest })[requestKey] = request;
}

/** `now`: milliseconds of a clock that never goes back. */
export function createKeepOnError({ requestBytes, totalBytes, slowMs }: KeepLimits, now: () => number): KeepOnError {
  // Requests with records that wait, in the order of their first record.
  const open = new Set<KeepableRequest>();
  const tallies = { logs: { waiting: 0, discarded: 0, dropped: 0 }, traces: { waiting: 0, discarded: 0, dropped: 0 } };
  let bytes = 0;

  /** Takes everything out of the request. */
  const empty = (request: KeepableRequest): readonly WaitingRecord[] => {
    const { records } = request;
    open.delete(request);
    bytes -= request.bytes;
    request.bytes = 0;
    request.records = [];
    request.contexts = [];
    for (const { signal } of records) tallies[signal].waiting--;
    return records;
  };

  const keep = (request: KeepableRequest, reason: KeepReason): void => {
    request.outcome = reason;
    for (const context of request.contexts) context.traceFlags |= TraceFlags.SAMPLED;
    for (const { send } of empty(request)) send();
  };

  const drop = (request: KeepableRequest, account: 'discarded' | 'dropped'): void => {
    request.outcome = 'dropped';
    for (const { signal } of empty(request)) tallies[signal][account]++;
  };

  const isSlow = (request: KeepableRequest): boolean => now() - request.startedAt >= slowMs;

  return {
    rendering: false,
    join(request, context) {
      if (request.outcome === undefined && request.contexts.length < mostContexts) request.contexts.push(context);
    },
    begin: () => ({ startedAt: now(), outcome: undefined, bytes: 0, lost: 0, records: [], contexts: [] }),
    add(request, signal, size, send) {
      // A slow request is known before it ends. From then on its records need not fill the memory.
      if (request.outcome === undefined && isSlow(request)) keep(request, 'slow');
      if (request.outcome === 'dropped') {
        tallies[signal].discarded++;
        return;
      }
      if (request.outcome !== undefined) {
        send();
        return;
      }
      if (request.bytes + size > requestBytes || size > totalBytes) {
        request.lost++;
        tallies[signal].dropped++;
        return;
      }
      request.records.push({ signal, bytes: size, send });
      request.bytes += size;
      bytes += size;
      tallies[signal].waiting++;
      open.add(request);
      while (bytes > totalBytes) {
        const [oldest] = open;
        if (oldest === undefined) break;
        drop(oldest, 'dropped');
      }
    },
    end(request, failed) {
      if (request.outcome !== undefined) return;
      if (failed) keep(request, 'failed');
      else if (isSlow(request)) keep(request, 'slow');
      else drop(request, 'discarded');
    },
    keepAll(reason) {
      for (const request of open) keep(request, reason);
    },
    counts: (signal) => ({ ...tallies[signal] }),
    bytes: () => bytes,
  };
}
