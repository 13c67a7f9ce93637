// What the alerts read is what a real Collector writes: each condition is brought about, and its metric is there.
import { readFileSync } from 'node:fs';
import type { Signal } from '@plinth/otlp';
import { expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { CollectorConfig } from '../src/collector-config.ts';
import { findFreePort } from '../src/pipeline-test/free-port.ts';
import { startOtelcol } from '../src/validators/run-otelcol.ts';
import { describeOtelcol } from './describe-otelcol.ts';
import { waitFor } from './loopback.ts';
import { buildTraces } from './spans.ts';

const golden = (file: string): string =>
  readFileSync(new URL(`../testdata/golden/two-tier/expected/production/${file}`, import.meta.url), 'utf8');
const rules = golden('shop-collector-alerts.yaml');
const recorded = [...rules.matchAll(/record: (\w+)/g)].map(([, name]) => name);
const names = [...new Set(rules.match(/otelcol_[a-z_]+?(?=\(_total\)|[^a-z_])/g))].filter((name) => !recorded.includes(name));
const tracesHeld = 'otelcol_processor_tail_sampling_sampling_traces_on_memory';
const signals = ['traces', 'metrics', 'logs'] as const;
const isOfMemory = (name: string): boolean => name.includes('_refused_');

const bodies: Readonly<Record<Signal, unknown>> = {
  traces: buildTraces(Array.from({ length: 20 }, (_, index) => ({ trace: String(index), name: 'GET /' }))),
  metrics: { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'm', gauge: { dataPoints: [{ asInt: '1' }] } }] }] }] },
  logs: { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'a' } }] }] }] },
};

/** The samples of a Collector that sends nowhere and is sent every signal again and again, once all of `wanted` are among them. */
async function readSamples(
  binary: string,
  wanted: readonly string[],
  build: (backend: string) => Omit<CollectorConfig, 'receivers'>,
): Promise<ReadonlyMap<string, number>> {
  const [port, scrape, dead] = [await findFreePort(), await findFreePort(), await findFreePort()];
  const { telemetry } = (parse(golden('shop-gateway.yaml')) as CollectorConfig).service;
  const { service, ...components } = build(`http://127.0.0.1:${dead}`);
  const config = {
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
    ...components,
    service: { ...service, telemetry: { metrics: (telemetry as { metrics: unknown }).metrics } },
  };
  // As it is rendered, but for where it listens.
  const text = stringify(config).replace('${env:K8S_POD_IP}', '127.0.0.1').replace('port: 8888', `port: ${scrape}`);
  const otelcol = await startOtelcol({ binary, config: text });
  try {
    const send = async (): Promise<void> => {
      for (const signal of signals) await post(`http://127.0.0.1:${port}/v1/${signal}`, bodies[signal]);
    };
    await send();
    let samples = new Map<string, number>();
    await waitFor(async () => {
      // A memory limiter refuses nothing before it has looked, and an exporter's queue takes the first.
      await send();
      samples = parseSamples(await (await fetch(`http://127.0.0.1:${scrape}/metrics`)).text());
      return wanted.every((name) => (samples.get(name) ?? 0) > 0);
    });
    return samples;
  } finally {
    // What it still holds is not waited for.
    await otelcol.kill('SIGKILL');
    await otelcol.shutdown();
  }
}

/** Whether it is taken does not matter; one that has no room does not answer. */
async function post(url: string, body: unknown): Promise<void> {
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  await fetch(url, { ...request, signal: AbortSignal.timeout(500) }).catch(() => undefined);
}

/** By name, the sum over all labels. */
function parseSamples(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const [, name = '', value] of text.matchAll(/^(\w+)(?:\{.*\})? (\S+)$/gm)) found.set(name, (found.get(name) ?? 0) + Number(value));
  return found;
}

describeOtelcol('the metrics that the alerts read', (binary) => {
  it('are what a Collector writes when it happens', async () => {
    const failing = await readSamples(
      binary,
      names.filter((name) => !isOfMemory(name)),
      (endpoint) => ({
        processors: { tail_sampling: { num_traces: 10, block_on_overflow: true, policies: [{ name: 'all', type: 'always_sample' }] } },
        exporters: {
          'otlp_http/refused': { endpoint, retry_on_failure: { enabled: false } },
          'otlp_http/full': { endpoint, retry_on_failure: { initial_interval: '60s' }, sending_queue: { sizer: 'items', queue_size: 1 } },
          nop: {},
        },
        service: {
          pipelines: {
            ...Object.fromEntries(
              signals.map((signal) => [signal, { receivers: ['otlp'], exporters: ['otlp_http/refused', 'otlp_http/full'] }]),
            ),
            'traces/sampled': { receivers: ['otlp'], processors: ['tail_sampling'], exporters: ['nop'] },
          },
        },
      }),
    );
    const refusing = await readSamples(binary, names.filter(isOfMemory), (endpoint) => ({
      processors: { memory_limiter: { check_interval: '10ms', limit_mib: 1 } },
      exporters: { otlp_http: { endpoint } },
      service: {
        pipelines: Object.fromEntries(
          signals.map((signal) => [signal, { receivers: ['otlp'], processors: ['memory_limiter'], exporters: ['otlp_http'] }]),
        ),
      },
    }));
    const happened = names.filter((name) => (failing.get(name) ?? 0) > 0 || (refusing.get(name) ?? 0) > 0);
    expect(names.length).toBeGreaterThan(14);
    expect(happened).toEqual(names);
    expect(failing.get(tracesHeld)).toBe(10);
  });
});
