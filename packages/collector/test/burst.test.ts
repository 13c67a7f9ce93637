// More arrives than memory can hold while the backend does not answer.
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { startSink } from '../src/pipeline-test/sink.ts';
import { describeOtelcol } from './describe-otelcol.ts';
import { startLoopback, waitFor } from './loopback.ts';
import { renderShopConfig } from './shop-config.ts';

const config = await readFile(new URL('fixtures/memory-limiter.yaml', import.meta.url), 'utf8');
const LIMIT_BYTES = 100 * 1024 * 1024;

describeOtelcol('a burst beyond memory', (binary) => {
  it('is refused, counted, and does not end the process; what was accepted arrives', async () => {
    const { accepted, refusals, refusedMetric, running, arrived, heapBytes } = await burst(binary, config);
    expect(running).toBe(true);
    expect(refusals.length).toBeGreaterThan(0);
    // Statuses with which a client keeps its data and sends it again.
    expect(new Set(refusals)).toEqual(new Set([503]));
    expect(refusedMetric).toBe(refusals.length * RECORDS);
    expect(accepted).toBeGreaterThan(0);
    expect(arrived).toBe(accepted);
    expect(heapBytes).toBeLessThan(LIMIT_BYTES * 1.5);
  });

  it('fills the memory without memory_limiter', async () => {
    const { refusals, heapBytes } = await burst(binary, config.replace('[memory_limiter]', '[]'));
    expect(refusals).toEqual([]);
    expect(heapBytes).toBeGreaterThan(LIMIT_BYTES * 1.5);
  });

  // A generated queue is on disk: there a burst is bounded by the load and the outage that the manifest names.
  const renderGateway = (outage: string): Promise<string> =>
    renderShopConfig('staging/shop-gateway.yaml', (manifest) =>
      manifest.replace('load: { nodes: 2, spansPerSecond: 400, logLinesPerSecond: 300,', `$& outage: ${outage},`),
    );

  it('is refused by a full queue of a generated config, counted, and does not end the process', async () => {
    const { accepted, refusals, refusedMetric, running, arrived, heapBytes } = await burst(binary, await renderGateway('1m'));
    expect(running).toBe(true);
    expect(refusals.length).toBeGreaterThan(0);
    expect(new Set(refusals)).toEqual(new Set([503]));
    expect(refusedMetric).toBe(refusals.length * RECORDS);
    expect(accepted).toBeGreaterThan(0);
    expect(arrived).toBe(accepted);
    expect(heapBytes).toBeLessThan(REQUESTS * REQUEST_BYTES);
  });

  it('is taken by the same config for a longer outage', async () => {
    const { accepted, refusals } = await burst(binary, await renderGateway('1h'));
    expect(refusals).toEqual([]);
    expect(accepted).toBe(REQUESTS * RECORDS);
  });
});

const REQUESTS = 120;
const RECORDS = 500;
const REQUEST_BYTES = RECORDS * 4000;

interface BurstResult {
  readonly accepted: number;
  /** The status of each refused request. */
  readonly refusals: readonly number[];
  readonly refusedMetric: number;
  readonly running: boolean;
  readonly arrived: number;
  /** The highest that the Collector itself reported. */
  readonly heapBytes: number;
}

async function burst(binary: string, text: string): Promise<BurstResult> {
  let open = false;
  const sink = await startSink({ respond: () => (open ? undefined : { status: 503 }) });
  const collector = await startLoopback({ binary, config: text, sinkUrl: sink.url });
  const refusals: number[] = [];
  let accepted = 0;
  let heapBytes = 0;
  for (let request = 0; request < REQUESTS; request++) {
    const status = await collector.send('logs', buildLogs(request));
    if (status === 200) accepted += RECORDS;
    else refusals.push(status);
    if (request % 10 === 9) heapBytes = Math.max(heapBytes, await collector.metric('otelcol_process_runtime_heap_alloc_bytes'));
  }
  const refusedMetric = await collector.metric('otelcol_receiver_refused_log_records');
  const running = collector.otelcol.running();
  open = true;
  const arrived = (): number => new Set(sink.arrivals().items.map((item) => item.identity)).size;
  if (refusals.length > 0) await waitFor(() => arrived() >= accepted);
  await collector.shutdown();
  await sink.shutdown();
  return { accepted, refusals, refusedMetric, running, arrived: arrived(), heapBytes };
}

/** About 2 MB of log records, each with a time of its own. */
function buildLogs(request: number): unknown {
  const logRecords = Array.from({ length: RECORDS }, (_, index) => ({
    timeUnixNano: String(1_790_000_000_000_000_000n + BigInt(request * RECORDS + index)),
    body: { stringValue: `${request}/${index} ${'x'.repeat(4000)}` },
  }));
  return { resourceLogs: [{ scopeLogs: [{ logRecords }] }] };
}
