import { expect, test } from 'vitest';
import { createLedger, differenceOf, type LedgerEntry } from './ledger.ts';

const exported = (signal: LedgerEntry['signal'], counts: Partial<LedgerEntry>): LedgerEntry => ({
  signal,
  sink: 'otlp',
  created: 0,
  exported: 0,
  sampledOut: 0,
  dropped: { queue_full: 0 },
  inFlight: 0,
  ...counts,
});
const find = (entries: readonly LedgerEntry[], signal: string, sink: string): LedgerEntry | undefined =>
  entries.find((entry) => entry.signal === signal && entry.sink === sink);

test('spans that were left out, run or found no room are joined to those that were handed over', () => {
  const entries = createLedger({
    exporters: () => [exported('traces', { created: 10, exported: 7, inFlight: 3 })],
    spans: () => ({ started: 20, sampledOut: 4, open: 5, dropped: 1 }),
    stdout: undefined,
    keptLogs: undefined,
  })();
  expect(entries).toEqual([
    exported('traces', { created: 20, exported: 7, sampledOut: 4, inFlight: 8, dropped: { queue_full: 0, hold_full: 1 } }),
  ]);
  expect(entries.map(differenceOf)).toEqual([0]);
});

test('lines that wait with their request count at each sink of log records', () => {
  const entries = createLedger({
    exporters: () => [exported('logs', { created: 4, exported: 4 }), exported('metrics', { created: 2, exported: 2 })],
    spans: () => ({ started: 0, sampledOut: 0, open: 0, dropped: 0 }),
    stdout: () => ({ accepted: 6, written: 3, dropped: { buffer_full: 1 }, buffered: 2 }),
    keptLogs: () => ({ waiting: 5, discarded: 7, dropped: 9 }),
  })();
  expect(find(entries, 'logs', 'otlp')).toMatchObject({ created: 25, sampledOut: 7, dropped: { hold_full: 9 }, inFlight: 5 });
  expect(find(entries, 'logs', 'stdout')).toMatchObject({
    created: 27,
    exported: 3,
    sampledOut: 7,
    dropped: { buffer_full: 1, hold_full: 9 },
    inFlight: 7,
  });
  expect(find(entries, 'metrics', 'otlp')).toEqual(exported('metrics', { created: 2, exported: 2 }));
  expect(entries.map(differenceOf)).toEqual([0, 0, 0]);
});

test('the difference is what the accounts do not explain', () => {
  expect(differenceOf(exported('logs', { created: 9, exported: 4, sampledOut: 1, dropped: { queue_full: 1 }, inFlight: 1 }))).toBe(2);
});
