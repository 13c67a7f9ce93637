// The accounts of what was recorded. For each signal and sink: created = exported + sampled out + dropped + in flight.
import type { KeepCounts } from '../keep/keep-on-error.ts';

export interface LedgerEntry {
  readonly signal: 'traces' | 'metrics' | 'logs';
  readonly sink: 'otlp' | 'stdout';
  /** Spans that were started, log records that the level let through, data points that were built for a push. */
  readonly created: number;
  readonly exported: number;
  readonly sampledOut: number;
  /** By reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Spans that run, and records that are in a queue or in a request. They are counted there, not computed. */
  readonly inFlight: number;
}

export type ReadLedger = () => readonly LedgerEntry[];

/** What the tracer counts. */
export interface SpanCounts {
  readonly started: number;
  readonly sampledOut: number;
  /** Spans that are recorded and have not ended. */
  readonly open: number;
  /** Spans that were to wait with their request, and for which there was no room. */
  readonly dropped: number;
}

/** What the destination of log lines counts: accepted = written + dropped + buffered. */
export interface LineCounts {
  readonly accepted: number;
  /** Lines handed over completely. */
  readonly written: number;
  /** By reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Lines still in memory. */
  readonly buffered: number;
}

/** The reason of records that found no room to wait in. It is a published label value, older than the word keep. */
const noRoom = 'hold_full';

export interface LedgerSources {
  /** The records that were handed over to be sent. */
  readonly exporters: ReadLedger;
  readonly spans: () => SpanCounts;
  /** Undefined where log lines are not written to stdout. */
  readonly stdout: (() => LineCounts) | undefined;
  /** Log lines that wait with their request. Undefined where none do. */
  readonly keptLogs: (() => KeepCounts) | undefined;
}

export function createLedger({ exporters, spans, stdout, keptLogs }: LedgerSources): ReadLedger {
  return () => {
    const entries: LedgerEntry[] = exporters().map((entry) => (entry.signal === 'traces' ? addSpans(entry, spans()) : entry));
    if (stdout !== undefined) entries.push(buildStdoutEntry(stdout()));
    if (keptLogs === undefined) return entries;
    const kept = keptLogs();
    return entries.map((entry) => (entry.signal === 'logs' ? addKeptLogs(entry, kept) : entry));
  };
}

/** A sink does not know of a line before its request is kept. Until then, and where the request is not kept, the line is counted here. */
function addKeptLogs(entry: LedgerEntry, { waiting, discarded, dropped }: KeepCounts): LedgerEntry {
  return {
    ...entry,
    created: entry.created + waiting + discarded + dropped,
    sampledOut: entry.sampledOut + discarded,
    dropped: { ...entry.dropped, [noRoom]: dropped },
    inFlight: entry.inFlight + waiting,
  };
}

/** The exporter knows the spans that ended. The tracer knows the spans that were left out, and those that still run. */
function addSpans(entry: LedgerEntry, { started, sampledOut, open, dropped }: SpanCounts): LedgerEntry {
  const reasons = dropped === 0 ? entry.dropped : { ...entry.dropped, [noRoom]: dropped };
  return { ...entry, created: started, sampledOut, dropped: reasons, inFlight: entry.inFlight + open };
}

function buildStdoutEntry({ accepted, written, dropped, buffered }: LineCounts): LedgerEntry {
  return {
    signal: 'logs',
    sink: 'stdout',
    created: accepted,
    exported: written,
    sampledOut: 0,
    dropped: { ...dropped },
    inFlight: buffered,
  };
}

/** How many records the accounts do not explain. It is 0, or the SDK has a bug. */
export function differenceOf({ created, exported, sampledOut, dropped, inFlight }: LedgerEntry): number {
  return created - exported - sampledOut - Object.values(dropped).reduce((sum, count) => sum + count, 0) - inFlight;
}
