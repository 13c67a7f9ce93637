// What takes the place of the exporters' backends: an OTLP receiver for each, which keeps what it gets.
import { startReceiver } from '@plinth/otlp';
import type { Receiver, ReceiverOptions } from '@plinth/otlp';
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

/** Starts a sink on 127.0.0.1. `options` are for tests of outages: a port, refusals. */
export async function startSink(options: Pick<ReceiverOptions, 'port' | 'respond'> = {}): Promise<Sink> {
  const items: Item[] = [];
  const bodies: Uint8Array[] = [];
  const receiver: Receiver = await startReceiver({
    ...options,
    maxBodyBytes: 64 * 1024 * 1024,
    onTraces: (records, { body }) => {
      items.push(...buildItems('traces', records));
      bodies.push(body);
    },
    onLogs: (records, { body }) => {
      items.push(...buildItems('logs', records));
      bodies.push(body);
    },
    onMetrics: (records, { body }) => {
      items.push(...buildItems('metrics', records));
      bodies.push(body);
    },
  });
  return { url: receiver.url, port: receiver.port, arrivals: () => ({ items, bodies }), shutdown: () => receiver.shutdown() };
}
