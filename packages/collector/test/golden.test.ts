// Every rendered config through a real Collector: accepted, and (where its components need no cluster) started.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { CollectorConfig } from '../src/collector-config.ts';
import { buildOfflineConfig } from '../src/validators/offline-config.ts';
import { validateWithOtelcol } from '../src/validators/run-otelcol.ts';
import { describeOtelcol, explainMissingElasticsearch } from './describe-otelcol.ts';
import { startLoopback, waitFor } from './loopback.ts';
import { buildTraces, keyValues } from './spans.ts';

const folder = join(import.meta.dirname, '../testdata/golden');
const configs = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\/expected\/[^/]+\/(?!shop-collector-alerts)[^/]+\.yaml$/.test(path))
  .toSorted();
const elasticsearch = 'elasticsearch/expected/local/shop.yaml';

describeOtelcol('every rendered config', (binary) => {
  const judge = async (path: string) => {
    const { config, env } = buildOfflineConfig(readFileSync(join(folder, path), 'utf8'), { PLINTH_STORAGE: '/tmp' });
    return validateWithOtelcol({ binary, config, env });
  };
  const accepted = { accepted: true, problems: [] };
  test.concurrent.for(configs.filter((path) => path !== elasticsearch))('%s is accepted', { timeout: 60_000 }, async (path, { expect }) => {
    expect(await judge(path)).toMatchObject(accepted);
  });

  const reason = explainMissingElasticsearch(binary);
  test.skipIf(reason !== undefined)(`${elasticsearch} is accepted${reason === undefined ? '' : ` (${reason})`}`, async () => {
    expect(await judge(elasticsearch)).toMatchObject(accepted);
  });

  // Again where another process took a port between the moment it was found free and the start.
  test.concurrent.for(configs)('%s starts, and hands on what it takes', { timeout: 90_000, retry: 2 }, async (path, context) => {
    const { config, env } = buildOfflineConfig(readFileSync(join(folder, path), 'utf8'), {});
    const pipelines = Object.entries((parse(config) as CollectorConfig).service.pipelines);
    // What comes from agents as delta has a receiver of its own.
    const direct = pipelines.filter(([, { receivers }]) => receivers.some((id) => id === 'otlp'));
    const signals = [...new Set(direct.map(([name]) => name.split('/')[0] ?? ''))];
    const collector = await startLoopback({ binary, config, env, fast: true });
    try {
      for (const signal of signals)
        context.expect(await collector.send(signal as 'traces', bodies[signal as keyof typeof bodies])).toBe(200);
      const arrived = (): string[] =>
        [...new Set(collector.items().flatMap(({ signal }) => (signal === 'spans' ? ['traces'] : [signal])))].toSorted();
      await waitFor(() => signals.every((signal) => arrived().includes(signal)), 20_000);
      context.expect(arrived()).toEqual(expect.arrayContaining(signals));
    } finally {
      await collector.shutdown();
    }
  });

  test('a twin with one wrong key is refused', { timeout: 60_000 }, async () => {
    const { config, env } = buildOfflineConfig(readFileSync(join(folder, 'smallest/expected/local/shop.yaml'), 'utf8'), {});
    const verdict = await validateWithOtelcol({ binary, config: config.replace('check_interval', 'check_intervall'), env });
    expect(verdict.accepted).toBe(false);
  });
});

const resource = { attributes: keyValues({ 'service.name': 'shop' }) };
const now = String(BigInt(Date.now()) * 1_000_000n);
const bodies = {
  // As many traces as the rarest sampling rate needs for some to be kept, and one that failed.
  traces: buildTraces(Array.from({ length: 1000 }, (_, index) => ({ trace: `t${index}`, name: 'GET /orders', error: index === 0 }))),
  metrics: {
    resourceMetrics: [
      {
        resource,
        scopeMetrics: [
          {
            metrics: [
              {
                name: 'orders',
                sum: {
                  aggregationTemporality: 1,
                  isMonotonic: true,
                  dataPoints: [{ asInt: '1', timeUnixNano: now, startTimeUnixNano: now }],
                },
              },
            ],
          },
        ],
      },
    ],
  },
  logs: {
    resourceLogs: [
      { resource, scopeLogs: [{ logRecords: [{ timeUnixNano: now, severityNumber: 9, body: { stringValue: 'order placed' } }] }] },
    ],
  },
};
