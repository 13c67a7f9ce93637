// Two samplers behind a balancer: all spans of a trace must reach the same one.
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { CaptureOptions } from '../src/pipeline-test/capture.ts';
import { describeOtelcol } from './describe-otelcol.ts';
import { startLoopback, waitFor } from './loopback.ts';
import type { Loopback } from './loopback.ts';
import { renderShopConfig } from './shop-config.ts';
import { buildTraces } from './spans.ts';

const balancerConfig = await readFile(new URL('fixtures/balancer.yaml', import.meta.url), 'utf8');
const samplerConfig = await readFile(new URL('fixtures/sampler.yaml', import.meta.url), 'utf8');

const ERRORS = 100;
const REST = 1500;

const handWritten = { balancer: balancerConfig, sampler: samplerConfig, share: 0.2 };
const generated = {
  balancer: await renderShopConfig('production/shop-gateway.yaml'),
  sampler: await renderShopConfig('production/shop-sampler.yaml'),
  share: 0.1,
};

describeOtelcol('two-tier tail sampling', (binary) => {
  it.each([
    ['written by hand', handWritten],
    ['generated', generated],
  ])('splits no trace, keeps every error trace whole, and of the rest the share that was asked for: %s', async (_name, tiers) => {
    const { split, errorTraces, restTraces } = await sample(binary, tiers);
    expect(split).toBe(0);
    expect(errorTraces).toBe(ERRORS);
    // Four standard deviations of a binomial count.
    const deviation = Math.sqrt(REST * tiers.share * (1 - tiers.share));
    expect(Math.abs(restTraces - REST * tiers.share)).toBeLessThan(4 * deviation);
  });

  it('splits traces where requests go to the samplers in turn', async () => {
    const { split, errorTraces } = await sample(binary, { ...handWritten, balancer: undefined });
    expect(split).toBeGreaterThan(0);
    expect(errorTraces).toBeLessThan(ERRORS);
  });
});

interface Sampled {
  /** Traces of which only a part arrived, or parts from both samplers. */
  readonly split: number;
  /** Error traces that arrived whole. */
  readonly errorTraces: number;
  readonly restTraces: number;
}

interface Tiers {
  /** Without one, requests take turns. */
  readonly balancer: string | undefined;
  readonly sampler: string;
}

/** Sends a root and a child of each trace in requests of their own; only the child fails. */
async function sample(binary: string, tiers: Tiers): Promise<Sampled> {
  const startSampler = () => startLoopback({ binary, config: tiers.sampler, fast: true });
  const samplers = [await startSampler(), await startSampler()];
  const balancer =
    tiers.balancer === undefined ? undefined : await startLoopback({ binary, config: tiers.balancer, exporter: balance(samplers) });
  const traces = [
    ...Array.from({ length: ERRORS }, (_, index) => ({ trace: `failed ${index}`, error: true })),
    ...Array.from({ length: REST }, (_, index) => ({ trace: `fine ${index}`, error: false })),
  ];
  let turn = 0;
  for (const name of ['root', 'child']) {
    for (let start = 0; start < traces.length; start += 100) {
      const spans = traces.slice(start, start + 100).map(({ trace, error }) => ({ trace, name, error: error && name === 'child' }));
      const target = balancer ?? samplers[turn++ % 2];
      expect(await target?.send('traces', buildTraces(spans))).toBe(200);
    }
    // An odd number of turns: the children go to the other sampler.
    turn += 1;
  }
  const total = async (metric: string): Promise<number> => {
    const counts = await Promise.all(samplers.map((sampler) => sampler.metric(metric)));
    return counts.reduce((sum, count) => sum + count, 0);
  };
  await waitFor(async () => (await total('otelcol_receiver_accepted_spans')) >= traces.length * 2);
  await balancer?.shutdown();
  // A persistent queue keeps what it has at the end of a process: everything has to be decided and sent before.
  await waitFor(async () => (await total('otelcol_processor_tail_sampling_global_count_traces_sampled')) >= traces.length);
  await waitFor(async () => (await total('otelcol_exporter_queue_size')) === 0);
  for (const sampler of samplers) await sampler.shutdown();

  const places = new Map<string, { samplers: Set<number>; spans: number; failed: boolean }>();
  for (const [index, sampler] of samplers.entries()) {
    for (const item of sampler.items()) {
      const found = places.get(item.traceId ?? '') ?? { samplers: new Set(), spans: 0, failed: false };
      places.set(item.traceId ?? '', found);
      found.samplers.add(index);
      found.spans += 1;
      found.failed ||= item.fields['status'] === 'error';
    }
  }
  const whole = [...places.values()].filter((place) => place.spans === 2 && place.samplers.size === 1);
  const errorTraces = whole.filter((place) => place.failed).length;
  return { split: places.size - whole.length, errorTraces, restTraces: whole.length - errorTraces };
}

/** load_balancing between Collectors of the test: their addresses, and no TLS. */
function balance(samplers: readonly Loopback[]): CaptureOptions['exporter'] {
  const hostnames = samplers.map((sampler) => sampler.grpc);
  return (id, settings) => {
    if (!id.startsWith('load_balancing')) return undefined;
    const { protocol, ...rest } = settings as { protocol: { otlp: object } };
    return { ...rest, protocol: { otlp: { ...protocol.otlp, tls: { insecure: true } } }, resolver: { static: { hostnames } } };
  };
}
