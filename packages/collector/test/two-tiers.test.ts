// Two samplers behind a balancer: all spans of a trace must reach the same one.
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { describeOtelcol } from './describe-otelcol.ts';
import { startLoopback, waitFor } from './loopback.ts';
import type { Loopback } from './loopback.ts';
import { buildTraces } from './spans.ts';

const balancerConfig = await readFile(new URL('fixtures/balancer.yaml', import.meta.url), 'utf8');
const samplerConfig = await readFile(new URL('fixtures/sampler.yaml', import.meta.url), 'utf8');

const ERRORS = 100;
const REST = 1500;
const SHARE = 0.2;

describeOtelcol('two-tier tail sampling', (binary) => {
  it('splits no trace, keeps every error trace whole, and of the rest the share that was asked for', async () => {
    const { split, errorTraces, restTraces } = await sample(binary, (samplers) => (_id, settings) => ({
      ...(settings as object),
      resolver: { static: { hostnames: samplers.map((sampler) => sampler.grpc) } },
    }));
    expect(split).toBe(0);
    expect(errorTraces).toBe(ERRORS);
    // Four standard deviations of a binomial count.
    const deviation = Math.sqrt(REST * SHARE * (1 - SHARE));
    expect(Math.abs(restTraces - REST * SHARE)).toBeLessThan(4 * deviation);
  });

  it('splits traces where requests go to the samplers in turn', async () => {
    const { split, errorTraces } = await sample(binary, undefined);
    expect(split + (ERRORS - errorTraces)).toBeGreaterThan(0);
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

type Exporter = (samplers: readonly Loopback[]) => (id: string, settings: unknown) => unknown;

/** Sends a root and a child of each trace in requests of their own; only the child fails. Without an exporter, the requests take turns. */
async function sample(binary: string, exporter: Exporter | undefined): Promise<Sampled> {
  const samplers = [
    await startLoopback({ binary, config: samplerConfig, fast: true }),
    await startLoopback({ binary, config: samplerConfig, fast: true }),
  ];
  const balancer = exporter && (await startLoopback({ binary, config: balancerConfig, sinkUrl: '', exporter: exporter(samplers) }));
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
  await balancer?.shutdown();
  await waitFor(async () => (await Promise.all(samplers.map((sampler) => sampler.items().length))).some((count) => count > 0));
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
