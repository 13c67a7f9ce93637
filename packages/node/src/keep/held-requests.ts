// What a request holds back until it is known how it ends: log lines below the level, and the spans of a trace that is not sampled.
// A request that fails or is slow sends them, any other drops them. Traces and logs share this; neither knows the other.
import { TraceFlags, type Span, type SpanContext } from '@opentelemetry/api';

export type HeldSignal = 'logs' | 'traces';

/** `failed`: answered with 5xx, or an exception ended it. `crashed`: the process ends by an exception while it runs. */
export type KeepReason = 'failed' | 'slow' | 'crashed';

interface HeldRecord {
  readonly signal: HeldSignal;
  readonly bytes: number;
  readonly release: () => void;
}

/** A request, a job, or any other work that begins a span without a parent in this process. */
export interface HeldRequest {
  readonly startedAt: number;
  /** Undefined while it is not known how it ends. */
  outcome: KeepReason | 'dropped' | undefined;
  bytes: number;
  /** Records for which there was no room. */
  lost: number;
  records: HeldRecord[];
  /** Of the spans so far: they become sampled where the request is kept. */
  contexts: SpanContext[];
}

/** created = held now + sent + discarded + dropped. */
export interface HeldCounts {
  readonly held: number;
  readonly discarded: number;
  /** For want of room. */
  readonly dropped: number;
}

export interface HoldLimits {
  /** Bytes of one request, estimated. */
  readonly requestBytes: number;
  /** Bytes of all requests; the oldest one gives way. */
  readonly totalBytes: number;
  /** Milliseconds from which a request is slow. */
  readonly slowMs: number;
}

export interface Holding {
  begin(): HeldRequest;
  /** Makes the span sampled as soon as the request is kept, for what is then still to come. */
  join(request: HeldRequest, context: SpanContext): void;
  /** Has `release` called if the request is kept: at once where that is known, never where it is not kept or has no room. */
  hold(request: HeldRequest, signal: HeldSignal, bytes: number, release: () => void): void;
  /** The work has ended; it is kept if it failed or was slow. */
  end(request: HeldRequest, failed: boolean): void;
  /** Keeps all that is held, whatever comes of it. */
  keepAll(reason: KeepReason): void;
  counts(signal: HeldSignal): HeldCounts;
  /** Bytes held now, estimated. */
  bytes(): number;
  /** While a line is built that is only ever sent with a kept trace. */
  rendering: boolean;
}

// A request with more spans than this loses some anyway.
const mostContexts = 1000;

const heldKey = Symbol('plinth.held_request');
type Holder = { readonly [heldKey]?: HeldRequest | undefined };

/** The request that a span belongs to. */
export function findHeld(span: Span | undefined): HeldRequest | undefined {
  return (span as Holder | undefined)?.[heldKey];
}

export function setHeld(span: Span, request: HeldRequest): void {
  (span as { [heldKey]?: HeldRequest })[heldKey] = request;
}

export function createHolding({ requestBytes, totalBytes, slowMs }: HoldLimits, now: () => number): Holding {
  // In the order in which they began to hold something.
  const open = new Set<HeldRequest>();
  const tallies = { logs: { held: 0, discarded: 0, dropped: 0 }, traces: { held: 0, discarded: 0, dropped: 0 } };
  let bytes = 0;

  /** Takes everything out of the request. */
  const empty = (request: HeldRequest): readonly HeldRecord[] => {
    const { records } = request;
    open.delete(request);
    bytes -= request.bytes;
    request.bytes = 0;
    request.records = [];
    request.contexts = [];
    for (const { signal } of records) tallies[signal].held--;
    return records;
  };

  const keep = (request: HeldRequest, reason: KeepReason): void => {
    request.outcome = reason;
    for (const context of request.contexts) context.traceFlags |= TraceFlags.SAMPLED;
    for (const { release } of empty(request)) release();
  };

  const drop = (request: HeldRequest, account: 'discarded' | 'dropped'): void => {
    request.outcome = 'dropped';
    for (const { signal } of empty(request)) tallies[signal][account]++;
  };

  const isSlow = (request: HeldRequest): boolean => now() - request.startedAt >= slowMs;

  return {
    rendering: false,
    join(request, context) {
      if (request.outcome === undefined && request.contexts.length < mostContexts) request.contexts.push(context);
    },
    begin: () => ({ startedAt: now(), outcome: undefined, bytes: 0, lost: 0, records: [], contexts: [] }),
    hold(request, signal, size, release) {
      // A slow one is known before it ends, and need not fill the memory meanwhile.
      if (request.outcome === undefined && isSlow(request)) keep(request, 'slow');
      if (request.outcome === 'dropped') {
        tallies[signal].discarded++;
        return;
      }
      if (request.outcome !== undefined) {
        release();
        return;
      }
      if (request.bytes + size > requestBytes || size > totalBytes) {
        request.lost++;
        tallies[signal].dropped++;
        return;
      }
      request.records.push({ signal, bytes: size, release });
      request.bytes += size;
      bytes += size;
      tallies[signal].held++;
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
