// What takes the place of the exporters' backends: an OTLP receiver for each, which keeps what it gets.
import { startReceiver } from '@plinth/otlp';
import type { Receiver, ReceiverOptions } from '@plinth/otlp';
import { findFreePort } from './free-port.ts';
import { buildItems } from './item.ts';
import type { Item } from './item.ts';
import type { Arrivals } from './check.ts';

export interface Sink {
  /** The base URL for an otlp_http exporter. */
  readonly url: string;
  readonly port: number;
  arrivals(): Arrivals;
  shutdown(): Promise<void>;
}

/** More than any test gives: something else sends here, or a pipeline feeds itself. */
const maxItems = 500_000;

/** Starts a sink on 127.0.0.1. `options` are for tests of outages: a port, refusals. */
export async function startSink(options: Pick<ReceiverOptions, 'port' | 'respond'> = {}): Promise<Sink> {
  const items: Item[] = [];
  const bodies: Uint8Array[] = [];
  const keep = (arrived: readonly Item[], body: Uint8Array): void => {
    if (items.length > maxItems) throw new Error(`more than ${maxItems} records arrived at one exporter`);
    items.push(...arrived);
    bodies.push(body);
  };
  const receiver: Receiver = await startReceiver({
    port: await findFreePort(),
    ...options,
    maxBodyBytes: 64 * 1024 * 1024,
    onTraces: (records, { body }) => keep(buildItems('traces', records), body),
    onLogs: (records, { body }) => keep(buildItems('logs', records), body),
    onMetrics: (records, { body }) => keep(buildItems('metrics', records), body),
  });
  return { url: receiver.url, port: receiver.port, arrivals: () => ({ items, bodies }), shutdown: () => receiver.shutdown() };
}
