// The generated Elasticsearch exporter against its bulk API: what it does with outages, histograms and refused documents, none of it like other exporters.
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { CollectorConfig } from '../src/collector-config.ts';
import { findFreePort } from '../src/pipeline-test/free-port.ts';
import { startBulkSink, type BulkSink, type Document } from './bulk-sink.ts';
import { describeOtelcol, explainMissingElasticsearch } from './describe-otelcol.ts';
import { startLoopback, waitFor, type Loopback } from './loopback.ts';
import { buildTraces } from './spans.ts';

const golden = (file: string): string =>
  readFileSync(new URL(`../testdata/golden/elasticsearch/expected/local/${file}`, import.meta.url), 'utf8');
const config = golden('shop.yaml');
const traces = buildTraces(Array.from({ length: 1000 }, (_, index) => ({ trace: String(index), name: 'GET /orders' })));

const start = BigInt(Date.now()) * 1_000_000n;

/** A cumulative histogram after so many payments of two seconds. */
function buildHistogram(payments: number): unknown {
  const point = { count: String(payments), sum: 2 * payments, bucketCounts: ['0', String(payments)], explicitBounds: [1] };
  const dataPoints = [{ ...point, startTimeUnixNano: String(start), timeUnixNano: String(start + BigInt(payments) * 1_000_000_000n) }];
  const metrics = [{ name: 'payment.duration', histogram: { aggregationTemporality: 2, dataPoints } }];
  return { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] };
}

/** Without one key of the exporter, `retry.max_retries`. */
function without(text: string, keys: string): string {
  const path = keys.split('.');
  const document = parse(text) as CollectorConfig;
  const exporter = document.exporters?.['elasticsearch/elastic'] as Record<string, unknown>;
  const parent = path.slice(0, -1).reduce((value, key) => value[key] as Record<string, unknown>, exporter);
  const key = path.at(-1) ?? '';
  if (!(key in parent)) throw new Error(`no ${keys}`);
  delete parent[key];
  return stringify(document);
}

describeOtelcol(
  'Elasticsearch',
  (binary) => {
    const reason = explainMissingElasticsearch(binary);

    /** A Collector that sends to a port of this machine, where nobody listens yet. */
    async function startWith(text: string): Promise<readonly [Loopback, number]> {
      const port = await findFreePort();
      const loopback = await startLoopback({
        binary,
        config: text,
        env: { PLINTH_ELASTIC_API_KEY: 'key' },
        fast: true,
        exporter: (_, settings) => ({ ...(settings as object), endpoints: [`http://127.0.0.1:${port}`] }),
      });
      return [loopback, port];
    }

    const spansIn = ({ documents }: BulkSink): number => new Set(documents.map((each) => each['span_id']).filter(Boolean)).size;

    /** How many of 1000 spans arrive that were sent while Elasticsearch was away. */
    async function outlast(text: string, away: (port: number) => Promise<unknown>): Promise<number> {
      const [loopback, port] = await startWith(text);
      try {
        expect(await loopback.send('traces', traces)).toBe(200);
        await away(port);
        const sink = await startBulkSink({ port });
        await waitFor(() => spansIn(sink) >= 1000, 35_000);
        await sink.shutdown();
        return spansIn(sink);
      } finally {
        await loopback.otelcol.kill('SIGKILL');
        await loopback.shutdown();
      }
    }

    async function unavailable(port: number): Promise<void> {
      const sink = await startBulkSink({ port, status: 503 });
      await delay(4000);
      await sink.shutdown();
    }

    describe.skipIf(reason !== undefined)(`with its exporter${reason === undefined ? '' : ` (${reason})`}`, () => {
      it('gets what was sent while it said 503', { timeout: 60_000 }, async () => {
        expect(await outlast(config, unavailable)).toBe(1000);
      });

      it('loses it where only 429 is tried again', { timeout: 60_000 }, async () => {
        expect(await outlast(without(config, 'retry.retry_on_status'), unavailable)).toBe(0);
      });

      // As long as the exporter waits by itself, and ten seconds.
      it('gets what was sent while it was away', { timeout: 180_000 }, async () => {
        expect(await outlast(config, () => delay(100_000))).toBe(1000);
      });

      it.each(['timeout', 'retry.max_retries'])('loses it without %s', { timeout: 180_000 }, async (key) => {
        expect(await outlast(without(config, key), () => delay(100_000))).toBe(0);
      });

      it('gets what histograms grew by, where services send them as cumulative', { timeout: 60_000 }, async () => {
        const arrived = async (text: string): Promise<readonly Document[]> => {
          const [loopback, port] = await startWith(text);
          const sink = await startBulkSink({ port });
          const found = () => sink.documents.filter((each) => JSON.stringify(each).includes('payment.duration'));
          for (const payments of [2, 5]) expect(await loopback.send('metrics', buildHistogram(payments))).toBe(200);
          await waitFor(() => found().length > 0, 5000);
          await loopback.shutdown();
          await sink.shutdown();
          return found();
        };
        expect(await arrived(config)).toMatchObject([{ metrics: { 'payment.duration': { counts: [3] } } }]);
        expect(await arrived(config.replace(/^ +- cumulative_to_delta\n/m, ''))).toEqual([]);
      });

      it('refuses documents of batches that count as sent, and the alert’s counter tells', { timeout: 60_000 }, async () => {
        const [loopback, port] = await startWith(config);
        const sink = await startBulkSink({ port, judge: ({ span_id }) => (String(span_id) < '8' ? 400 : 201) });
        await loopback.send('traces', traces);
        await waitFor(async () => (await loopback.metric('otelcol_exporter_sent_spans')) === 1000);
        const [, name = '', label = ''] =
          /__name__=~"(\w+)\(_total\)\?", (\w+)!=""/.exec(
            golden('shop-collector-alerts.yaml').split('CollectorDocumentsRefused')[1] ?? '',
          ) ?? [];
        const refused = await loopback.metric(name, `${label}="document_parsing_exception"`);
        expect(refused).toBeGreaterThan(0);
        expect(refused).toBe(1000 - spansIn(sink));
        expect(await loopback.metric(name, 'http_response_status_code="400"')).toBe(refused);
        expect(await loopback.metric('otelcol_exporter_send_failed_spans')).toBe(0);
        await loopback.shutdown();
        await sink.shutdown();
      });
    });
  },
  true,
);
