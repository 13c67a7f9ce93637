// The SDK's own metrics: the accounts of what was recorded, and what went wrong inside.
import type { LedgerEntry, ReadLedger } from '../ledger/ledger.ts';
import type { Instrument, MetricStore } from './metric-store.ts';
import { standardDefinition, type StandardMetricName } from './standard-metrics.ts';

export interface SelfMetrics {
  countOverflow(metric: string, label: string): void;
  countExportError(signal: LedgerEntry['signal'], reason: string): void;
}

export function createSelfMetrics(store: MetricStore, readLedger: ReadLedger): SelfMetrics {
  const overflow = store.instrument(standardDefinition('plinthMetricLabelOverflow'));
  const errors = store.instrument(standardDefinition('plinthTelemetryErrors'));

  const observe = (name: StandardMetricName, read: (entry: LedgerEntry, set: SetTotal) => void): void => {
    const totals = createTotals();
    store.instrument(standardDefinition(name), (instrument) => {
      for (const entry of readLedger()) read(entry, (total, labels) => totals(instrument, total, labels));
    });
  };
  observe('plinthTelemetryCreated', ({ created, ...labels }, set) => set(created, labels));
  observe('plinthTelemetryExported', ({ exported, ...labels }, set) => set(exported, labels));
  observe('plinthTelemetrySampledOut', ({ sampledOut, ...labels }, set) => set(sampledOut, labels));
  observe('plinthTelemetryDropped', ({ dropped, ...labels }, set) => {
    for (const [reason, total] of Object.entries(dropped)) set(total, { ...labels, reason });
  });
  store.instrument(standardDefinition('plinthTelemetryInFlight'), (gauge) => {
    for (const { signal, sink, inFlight } of readLedger()) gauge.record(inFlight, { signal, sink });
  });

  return {
    countOverflow(metric, label) {
      // Its own labels may overflow too, and must not count themselves for ever.
      if (metric !== overflow.definition.prometheusName) overflow.record(1, { metric, label });
    },
    countExportError: (signal, reason) => errors.record(1, { signal, reason }),
  };
}

type SetTotal = (total: number, labels: { readonly signal: string; readonly sink: string; readonly reason?: string }) => void;

/** A counter takes steps; the accounts have totals. */
function createTotals(): (instrument: Instrument, ...total: Parameters<SetTotal>) => void {
  const counted = new Map<string, number>();
  return (instrument, total, { signal, sink, reason }) => {
    const key = `${signal} ${sink} ${reason ?? ''}`;
    instrument.record(total - (counted.get(key) ?? 0), { signal, sink, ...(reason === undefined ? {} : { reason }) });
    counted.set(key, total);
  };
}
