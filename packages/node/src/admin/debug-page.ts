// /debug/plinth: the accounts of all telemetry and the state of each connection to a Collector.
import { threadId } from 'node:worker_threads';
import { differenceOf, type LedgerEntry } from '../ledger/ledger.ts';
import type { ExporterState } from '../export/exporters.ts';

export function buildDebug(ledger: readonly LedgerEntry[], exporters: readonly ExporterState[]): Readonly<Record<string, unknown>> {
  const accounts = ledger.map(({ sampledOut, inFlight, ...entry }) => ({
    ...entry,
    sampled_out: sampledOut,
    in_flight: inFlight,
    // Where the difference is not 0 the accounts do not explain some records: that is a bug of the SDK.
    difference: differenceOf({ ...entry, sampledOut, inFlight }),
  }));
  const connections = exporters.map(({ lastFailure, ...state }) => ({
    ...state,
    ...(lastFailure === undefined ? {} : { last_failure: lastFailure }),
  }));
  return { pid: process.pid, thread: threadId, ledger: accounts, exporters: connections };
}
