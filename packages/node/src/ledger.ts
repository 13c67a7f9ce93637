// The accounts of all signals in one place: what each stage counted, joined.
import type { LedgerEntry, ReadLedger } from './context/ledger.ts';
import type { HeldCounts } from './context/held-requests.ts';
import type { Exporters } from './export/exporters.ts';
import type { DestinationStats } from './logs/line-buffer.ts';
import type { SpanCounts } from './traces/tracer.ts';

export interface LedgerSources {
  readonly exporters: () => Pick<Exporters, 'ledger'>;
  readonly spans: () => SpanCounts;
  /** Undefined where log lines are not written to stdout. */
  readonly stdout: (() => DestinationStats) | undefined;
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

function buildStdoutEntry({ accepted, written, dropped, buffered }: DestinationStats): LedgerEntry {
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
