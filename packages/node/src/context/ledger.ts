// The accounts of what was recorded: for each signal and sink, created = exported + sampled out + dropped + in flight.

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

/** What the accounts do not explain; 0, or there is a bug. */
export function differenceOf({ created, exported, sampledOut, dropped, inFlight }: LedgerEntry): number {
  return created - exported - sampledOut - Object.values(dropped).reduce((sum, count) => sum + count, 0) - inFlight;
}
