// The accounts of what was recorded. For each signal and sink: created = exported + sampled out + dropped + in flight.
import type { HeldCounts } from '../keep/held-requests.ts';

export interface LedgerEntry {
  readonly signal: 'traces' | 'metrics' | 'logs';
  readonly sink: 'otlp' | 'stdout';
  /** Spans started, log records let through by the level, data points built for a push. */
  readonly created: number;
  readonly exported: number;
  readonly sampledOut: number;
  /** By reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Counted where they are: spans that run, records in a queue or in a request. */
  readonly inFlight: number;
}

export type ReadLedger = () => readonly LedgerEntry[];

/** What the tracer counts. */
export interface SpanCounts {
  readonly started: number;
  readonly sampledOut: number;
  /** Spans that are recorded and have not ended. */
  readonly open: number;
  /** Spans that were held back for a request, and for which there was no room. */
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

export interface LedgerSources {
  readonly exporters: () => { ledger(): readonly LedgerEntry[] };
  readonly spans: () => SpanCounts;
  /** Undefined where log lines are not written to stdout. */
  readonly stdout: (() => LineCounts) | undefined;
  /** Log lines that are held back for requests; undefined where none are. */
  readonly heldLogs: (() => HeldCounts) | undefined;
}

export function createLedger({ exporters, spans, stdout, heldLogs }: LedgerSources): ReadLedger {
  return () => {
    const entries: LedgerEntry[] = exporters()
      .ledger()
      .map((entry) => (entry.signal === 'traces' ? addSpans(entry, spans()) : entry));
    if (stdout !== undefined) entries.push(buildStdoutEntry(stdout()));
    if (heldLogs === undefined) return entries;
    const held = heldLogs();
    return entries.map((entry) => (entry.signal === 'logs' ? addHeldLogs(entry, held) : entry));
  };
}

/** A sink is given a held line when its request is kept; until then, and where it is not, the line counts here. */
function addHeldLogs(entry: LedgerEntry, { held, discarded, dropped }: HeldCounts): LedgerEntry {
  return {
    ...entry,
    created: entry.created + held + discarded + dropped,
    sampledOut: entry.sampledOut + discarded,
    dropped: { ...entry.dropped, hold_full: dropped },
    inFlight: entry.inFlight + held,
  };
}

/** The exporter knows the spans that ended; the tracer those that were left out or still run. */
function addSpans(entry: LedgerEntry, { started, sampledOut, open, dropped }: SpanCounts): LedgerEntry {
  const reasons = dropped === 0 ? entry.dropped : { ...entry.dropped, hold_full: dropped };
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

/** What the accounts do not explain; 0, or there is a bug. */
export function differenceOf({ created, exported, sampledOut, dropped, inFlight }: LedgerEntry): number {
  return created - exported - sampledOut - Object.values(dropped).reduce((sum, count) => sum + count, 0) - inFlight;
}
