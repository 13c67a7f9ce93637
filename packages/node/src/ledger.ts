// The accounts of all signals in one place: what each stage counted, joined.
import type { LedgerEntry, ReadLedger } from './context/ledger.ts';
import type { Exporters } from './export/exporters.ts';
import type { DestinationStats } from './logs/line-buffer.ts';
import type { SpanCounts } from './traces/tracer.ts';

export interface LedgerSources {
  readonly exporters: () => Pick<Exporters, 'ledger'>;
  readonly spans: () => SpanCounts;
  /** Undefined where log lines are not written to stdout. */
  readonly stdout: (() => DestinationStats) | undefined;
}

export function createLedger({ exporters, spans, stdout }: LedgerSources): ReadLedger {
  return () => {
    const entries: LedgerEntry[] = exporters()
      .ledger()
      .map((entry) => (entry.signal === 'traces' ? addSpans(entry, spans()) : entry));
    if (stdout !== undefined) entries.push(buildStdoutEntry(stdout()));
    return entries;
  };
}

/** The exporter knows the spans that ended; the tracer those that were left out or still run. */
function addSpans(entry: LedgerEntry, { started, sampledOut, open }: SpanCounts): LedgerEntry {
  return { ...entry, created: started, sampledOut, inFlight: entry.inFlight + open };
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
