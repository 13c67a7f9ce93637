// A Collector is killed while its backend is down. What it had accepted must still arrive.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { findFreePort } from '../src/pipeline-test/free-port.ts';
import { startSink } from '../src/pipeline-test/sink.ts';
import { describeOtelcol } from './describe-otelcol.ts';
import { startLoopback, waitFor } from './loopback.ts';
import { renderShopConfig } from './shop-config.ts';
import { buildTraces } from './spans.ts';

const golden = new URL('../testdata/golden/prometheus-remote-write/expected/local/shop.yaml', import.meta.url);
const remoteWrite = await readFile(golden, 'utf8');
const config = await readFile(new URL('fixtures/persistent-queue.yaml', import.meta.url), 'utf8');

describeOtelcol(
  'kill -9 with the backend down, a restart with it up',
  (binary) => {
    it('loses nothing with a persistent queue', async () => {
      const { accepted, arrived } = await killDuringOutage(binary, config);
      expect(accepted).toBe(3000);
      expect(arrived).toBe(3000);
    });

    it.each(['production/shop-agent.yaml', 'staging/shop-agent.yaml', 'local/shop.yaml'])(
      'loses nothing with the generated %s',
      async (path) => {
        const { accepted, arrived } = await killDuringOutage(binary, await renderShopConfig(path));
        expect(accepted).toBe(3000);
        expect(arrived).toBe(3000);
      },
    );

    it('loses it without one', async () => {
      const { accepted, arrived } = await killDuringOutage(binary, config.replace(/storage: \S+\n\s+/, ''));
      expect(accepted).toBe(3000);
      expect(arrived).toBeLessThan(3000);
    });
  },
  true,
);

describeOtelcol(
  'remote write with the backend down for longer than its default timeout',
  (binary) => {
    it('gives nothing up', async () => {
      expect(await countGivenUp(binary, remoteWrite)).toBe(0);
    });

    it('does without a timeout as long as the outage', async () => {
      expect(await countGivenUp(binary, remoteWrite.replace(/^ +timeout: 1080s\n/m, ''))).toBe(1);
    });
  },
  true,
);

/** How many points the exporter has dropped after eight seconds. */
async function countGivenUp(binary: string, text: string): Promise<number> {
  const endpoint = `http://127.0.0.1:${await findFreePort()}/api/v1/write`;
  const exporter = (_: string, settings: unknown) => ({ ...(settings as object), endpoint });
  const loopback = await startLoopback({ binary, config: text, exporter });
  try {
    const dataPoints = [{ asInt: '1', timeUnixNano: String(BigInt(Date.now()) * 1_000_000n) }];
    const body = { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'stock', gauge: { dataPoints } }] }] }] };
    expect(await loopback.send('metrics', body)).toBe(200);
    await delay(8000);
    return await loopback.metric('otelcol_exporter_send_failed_metric_points', 'exporter="prometheus_remote_write/prometheus"');
  } finally {
    await loopback.otelcol.kill('SIGKILL');
    await loopback.shutdown();
  }
}

/** How many spans were accepted before the kill, and how many of them, each counted once, a backend got in the end. */
async function killDuringOutage(binary: string, text: string): Promise<{ accepted: number; arrived: number }> {
  const storage = await mkdtemp(join(tmpdir(), 'plinth-outage-'));
  const port = await findFreePort();
  const start = () => startLoopback({ binary, config: text, storage, sinkUrl: `http://127.0.0.1:${port}` });
  try {
    let accepted = 0;
    const first = await start();
    for (let request = 0; request < 30; request++) {
      const spans = Array.from({ length: 100 }, (_, index) => ({ trace: `${request}/${index}`, name: 'GET /' }));
      if ((await first.send('traces', buildTraces(spans))) === 200) accepted += spans.length;
    }
    await first.otelcol.kill('SIGKILL');
    await first.shutdown();
    const sink = await startSink({ port });
    const second = await start();
    const arrived = (): number => new Set(sink.arrivals().items.map((item) => item.identity)).size;
    // Also the twin's time to send what it might have.
    await waitFor(() => arrived() >= accepted, 3000);
    await second.shutdown();
    await sink.shutdown();
    return { accepted, arrived: arrived() };
  } finally {
    await rm(storage, { recursive: true, force: true });
  }
}
