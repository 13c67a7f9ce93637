// The shop through the generated Collector into Prometheus, Loki and Jaeger: one order, found in all three by its trace id.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainMissingBackend } from '@plinth/backends';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findFreePort } from '../src/pipeline-test/free-port.ts';
import { requireOtelcol } from '../src/validators/find-otelcol.ts';
import { startOtelcol } from '../src/validators/run-otelcol.ts';
import { startJaeger, startLoki, startPrometheus } from './backend-processes.ts';
import type { BackendProcess } from './backend-processes.ts';
import { waitFor } from './loopback.ts';
import { renderShopConfig } from './shop-config.ts';
import { startShop } from './shop-processes.ts';

const reasons = (['otelcol', 'prometheus', 'loki', 'jaeger'] as const).map((name) => explainMissingBackend(name));
const reason = reasons.find((text) => text !== undefined);

describe.skipIf(reason !== undefined)(`the shop in its backends${reason === undefined ? '' : ` (${reason})`}`, { timeout: 60_000 }, () => {
  const stops: (() => Promise<void>)[] = [];
  const traceId = randomBytes(16).toString('hex');
  const correlationId = randomUUID();
  const declinedId = randomBytes(16).toString('hex');
  const statuses: number[] = [];
  let prometheus: BackendProcess;
  let loki: BackendProcess;
  let jaeger: BackendProcess;

  beforeAll(async () => {
    const backends = await Promise.all([startPrometheus(), startLoki(), startJaeger()]);
    [prometheus, loki, jaeger] = backends;
    for (const backend of backends) stops.push(() => backend.shutdown());
    const storage = await mkdtemp(join(tmpdir(), 'plinth-backends-'));
    stops.push(() => rm(storage, { recursive: true, force: true }));
    const { config, otlpUrl } = await renderLocal(backends);
    const collector = await startOtelcol({ binary: requireOtelcol(), config, env: { PLINTH_STORAGE: storage } });
    stops.push(() => collector.shutdown());
    const shop = await startShop(otlpUrl);
    stops.push(() => shop.shutdown());
    statuses.push(await shop.placeOrder('4242424242424242', traceId, correlationId));
    statuses.push(await shop.placeOrder('4000000000000002', declinedId, randomUUID()));
  }, 120_000);

  afterAll(async () => {
    for (const stop of stops.toReversed()) await stop();
  }, 60_000);

  it('took one order and declined another', () => {
    expect(statuses).toEqual([201, 402]);
  });

  it('Jaeger has the trace, through all three services', async () => {
    const services = async (): Promise<readonly string[]> => {
      const { data } = await get<{ data: readonly { processes: Record<string, { serviceName: string }> }[] }>(
        `${jaeger.url}/api/traces/${traceId}`,
      );
      return [...new Set(Object.values(data?.[0]?.processes ?? {}).map(({ serviceName }) => serviceName))].toSorted();
    };
    await waitFor(async () => (await services()).length === 3, 20_000);
    expect(await services()).toEqual(['fulfilment', 'payments', 'storefront']);
  });

  it('Loki has its lines by the same id, with the correlation id of the caller', async () => {
    const query = `{service_name=~"storefront|payments|fulfilment"} | trace_id="${traceId}"`;
    const streams = async () =>
      (
        await get<{ data: { result: readonly { stream: Record<string, string> }[] } }>(
          `${loki.url}/loki/api/v1/query_range?query=${encodeURIComponent(query)}`,
        )
      ).data.result;
    const services = async (): Promise<number> => new Set((await streams()).map(({ stream }) => stream['service_name'])).size;
    await waitFor(async () => (await services()) === 3, 20_000);
    expect(await services()).toBe(3);
    expect(new Set((await streams()).map(({ stream }) => stream['correlation_id']))).toEqual(new Set([correlationId]));
  });

  it('Prometheus has the request, and both traces as exemplars of it', async () => {
    const metric = 'http_server_request_duration_seconds';
    const count = async (status: string): Promise<number> => {
      const query = `sum(${metric}_count{service_name="storefront", http_route="/orders", http_response_status_code="${status}"})`;
      const { data } = await get<{ data: { result: readonly { value: readonly [number, string] }[] } }>(
        `${prometheus.url}/api/v1/query?query=${encodeURIComponent(query)}`,
      );
      return Number(data.result[0]?.value[1] ?? 0);
    };
    const exemplars = async (): Promise<readonly (string | undefined)[]> => {
      const now = Date.now() / 1000;
      const url = `${prometheus.url}/api/v1/query_exemplars?query=${metric}_bucket&start=${now - 600}&end=${now + 60}`;
      const { data } = await get<{ data: readonly { exemplars: readonly { labels: Record<string, string> }[] }[] }>(url);
      return data.flatMap((series) => series.exemplars.map(({ labels }) => labels['trace_id']));
    };
    await waitFor(async () => (await count('402')) === 1 && (await exemplars()).includes(declinedId), 20_000);
    expect([await count('201'), await count('402')]).toEqual([1, 1]);
    expect(await exemplars()).toEqual(expect.arrayContaining([traceId, declinedId]));
  });

  it('Prometheus hears of the Collector by the labels that its alert asks for', async () => {
    const rules = parse(await renderShopConfig('local/shop-collector-alerts.yaml')) as {
      groups: { rules: { alert?: string; expr: string }[] }[];
    };
    const expr = rules.groups[0]?.rules.find(({ alert }) => alert === 'CollectorsGone')?.expr ?? '';
    const query = async (text: string): Promise<readonly unknown[]> =>
      (await get<{ data: { result: readonly unknown[] } }>(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(text)}`)).data.result;
    await waitFor(async () => (await query(expr)).length === 0, 20_000);
    expect(await query(expr)).toEqual([]);
    expect(await query(expr.replace('"shop"', '"other"'))).toHaveLength(1);
    expect(await query(expr.replace('"local"', '"staging"'))).toHaveLength(1);
  });

  it('none of them has what is secret', async () => {
    const { data } = await get<{ data: unknown }>(`${jaeger.url}/api/traces/${traceId}`);
    const query = encodeURIComponent('{service_name=~".+"}');
    const lines = await get<unknown>(`${loki.url}/loki/api/v1/query_range?query=${query}&limit=1000`);
    const series = await get<unknown>(`${prometheus.url}/api/v1/series?match[]=${encodeURIComponent('{__name__=~".+"}')}`);
    const text = JSON.stringify([data, lines, series]);
    expect(text).toContain(traceId);
    for (const secret of ['jane.doe', '4242424242424242', '4000000000000002']) expect(text).not.toContain(secret);
  });

  it('a trace that was not sent is in none of them', async () => {
    const other = 'f'.repeat(32);
    const query = encodeURIComponent(`{service_name=~".+"} | trace_id="${other}"`);
    expect((await get<{ data: { result: unknown } }>(`${loki.url}/loki/api/v1/query_range?query=${query}`)).data.result).toEqual([]);
    expect((await fetch(`${jaeger.url}/api/traces/${other}`)).status).toBe(404);
  });
});

/** The generated config for a laptop, with the backends' addresses from the manifest and ports that are free. */
async function renderLocal([prometheus, loki, jaeger]: readonly BackendProcess[]): Promise<{ config: string; otlpUrl: string }> {
  const text = await renderShopConfig('local/shop.yaml', (manifest) =>
    manifest
      .replace('http://127.0.0.1:9090', prometheus?.url ?? '')
      .replace('http://127.0.0.1:3100', loki?.url ?? '')
      .replace('127.0.0.1:24317', jaeger?.otlp ?? '')
      .replace('metrics: scrape', 'metrics: scrape\n  scrapeInterval: 1s'),
  );
  const ports = new Map<string, number>();
  for (const port of ['4317', '4318', '8888', '13133']) ports.set(port, await findFreePort());
  const config = text.replaceAll(
    /(127\.0\.0\.1\}?:|port: )(4317|4318|8888|13133)\b/g,
    (_, before: string, port: string) => `${before}${ports.get(port)}`,
  );
  return { config, otlpUrl: `http://127.0.0.1:${ports.get('4318')}` };
}

async function get<T>(url: string): Promise<T> {
  return (await (await fetch(url)).json()) as T;
}
