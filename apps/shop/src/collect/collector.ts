// The OTLP receiver that the services export to: keeps every span, and every byte of what came as text for a search.
import { startReceiver, type SpanRecord } from '@plinth/otlp';

export interface Collector {
  readonly url: string;
  /** In the order of their arrival. */
  readonly spans: readonly SpanRecord[];
  /** Milliseconds since the last one arrived. */
  quietMs(): number;
  shutdown(): Promise<void>;
}

export async function startCollector(): Promise<Collector> {
  const spans: SpanRecord[] = [];
  let lastAt = performance.now();
  const receiver = await startReceiver({
    onTraces(records) {
      spans.push(...records);
      lastAt = performance.now();
    },
    // The services log to stdout and are scraped: neither comes this way.
    onLogs() {},
    onMetrics() {},
  });
  return { url: receiver.url, spans, quietMs: () => performance.now() - lastAt, shutdown: () => receiver.shutdown() };
}
