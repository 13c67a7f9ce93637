// The SDK's own metrics: the accounts of what was recorded, and what went wrong inside of the SDK.
import type { LedgerEntry, ReadLedger } from '../ledger/ledger.ts';
import type { Instrument, MetricStore } from './metric-store.ts';
import { standardDefinition, type StandardMetricName } from './standard-metrics.ts';

export interface SelfMetrics {
  countExportError(signal: LedgerEntry['signal'], reason: string): void;
  /** Shows the accounts from now on. */
  observeLedger(readLedger: ReadLedger): void;
  /** Shows from now on how many milliseconds the service has waited for the reader of its lines. */
  observeLogWait(readWaitedMs: () => number): void;
}

const overflowDefinition = standardDefinition('plinthMetricLabelOverflow');

/** Counts a label value of a metric that the label's limit did not let in. */
export function countOverflow(metric: string, label: string, store: MetricStore): void {
  // The labels of this counter may overflow too, and must not count themselves for ever.
  if (metric !== overflowDefinition.prometheusName) store.instrument(overflowDefinition).record(1, { metric, label });
}

export function createSelfMetrics(store: MetricStore): SelfMetrics {
  store.instrument(overflowDefinition);
  const errors = store.instrument(standardDefinition('plinthTelemetryErrors'));
  return {
    countExportError: (signal, reason) => errors.record(1, { signal, reason }),
    observeLogWait(readWaitedMs) {
      let shownMs = 0;
      store.instrument(standardDefinition('plinthLogWait'), (counter) => {
        const waitedMs = readWaitedMs();
        counter.record((waitedMs - shownMs) / 1000, {});
        shownMs = waitedMs;
      });
    },
    observeLedger(readLedger) {
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
    },
  };
}

type SetTotal = (total: number, labels: { readonly signal: string; readonly sink: string; readonly reason?: string }) => void;

/** Makes steps of totals: a counter takes steps, the accounts have totals. */
function createTotals(): (instrument: Instrument, ...total: Parameters<SetTotal>) => void {
  const counted = new Map<string, number>();
  return (instrument, total, { signal, sink, reason }) => {
    const key = `${signal} ${sink} ${reason ?? ''}`;
    instrument.record(total - (counted.get(key) ?? 0), { signal, sink, ...(reason === undefined ? {} : { reason }) });
    counted.set(key, total);
  };
}
