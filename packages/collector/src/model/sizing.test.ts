// Sizes are computed by hand here, so that a wrong formula cannot be recorded again as a golden.
import type { Load, TierSize } from '@plinth/manifest';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Signal } from '../catalogue/component-kind.ts';
import { buildSizes, buildTotalRates, countQueueItems, mapRates, renderBytes, type Rates, type SizingInput } from './sizing.ts';

const mebibyte = 1_048_576;
const gibibyte = 1_073_741_824;

const load: Load = {
  nodes: 4,
  spansPerSecond: 20_000,
  spansPerTrace: 10,
  logLinesPerSecond: 10_000,
  series: 600_000,
  outage: { text: '10m', seconds: 600 },
  bytesPerSpan: 1000,
  bytesPerLogLine: 700,
  bytesPerPoint: 200,
  itemsPerSecondPerCore: 10_000,
};

// 600,000 series ÷ 30 s = 20,000 points a second.
const total: Rates = { traces: 20_000, metrics: 20_000, logs: 10_000 };
const every: readonly Signal[] = ['traces', 'metrics', 'logs'];

/** A gateway: its replicas are computed, and one backend takes all signals. */
const gateway: SizingInput = { load, tier: { total, sharedUnevenly: false }, asked: {}, production: true, queues: [every] };
/** An agent on each of 4 nodes. */
const agent: SizingInput = { ...gateway, tier: { total, processes: 4, sharedUnevenly: true } };

describe('rates', () => {
  test('series become points by the scrape interval, and a signal that is not collected has none', () => {
    expect(buildTotalRates(load, { text: '30s', seconds: 30 }, every)).toEqual(total);
    expect(buildTotalRates(load, { text: '1m', seconds: 60 }, ['traces', 'metrics'])).toEqual({ traces: 20_000, metrics: 10_000, logs: 0 });
  });
});

describe('a gateway', () => {
  test('replicas: all items ÷ what one replica carries', () => {
    // One replica: 2 cores × 10,000 items × 0.65 = 13,000 items/s. 50,000 ÷ 13,000 = 3.8, so 4.
    expect(buildSizes(gateway)).toMatchObject({ cores: 2, replicas: 4, maxReplicas: 8 });
    // One core carries half: 50,000 ÷ 6,500 = 7.7, so 8.
    expect(buildSizes({ ...gateway, asked: { cores: 1 } })).toMatchObject({ cores: 1, replicas: 8, maxReplicas: 16 });
    // 39,000 ÷ 13,000 is 3 without a rest.
    const exact = mapRates(() => 13_000);
    expect(buildSizes({ ...gateway, tier: { total: exact, sharedUnevenly: false } }).replicas).toBe(3);
  });

  test('replicas: three at least in production, else two', () => {
    const little = { ...gateway, tier: { total: mapRates(() => 1), sharedUnevenly: false } };
    expect(buildSizes(little).replicas).toBe(3);
    expect(buildSizes({ ...little, production: false }).replicas).toBe(2);
  });

  test('rates of one process: a fourth of all', () => {
    expect(buildSizes(gateway).rates).toEqual({ traces: 5000, metrics: 5000, logs: 2500 });
  });

  test('disk: items that wait, for each signal, as large as the largest', () => {
    // 5,000 a second × 600 s = 3,000,000 items in each of 3 queues, each item 1,000 bytes: 9.0e9; × 1.3 = 11.7e9 bytes = 10.9 GiB.
    expect(buildSizes(gateway)).toMatchObject({ outageSeconds: 600, storageBytes: 11 * gibibyte });
    // Logs alone: 2,500 × 600 × 700 bytes = 1.05e9; × 1.3 = 1.365e9 = 1.27 GiB.
    expect(buildSizes({ ...gateway, queues: [['logs']] }).storageBytes).toBe(2 * gibibyte);
    // Both: 11.7e9 + 1.365e9 = 13.065e9 = 12.17 GiB.
    expect(buildSizes({ ...gateway, queues: [every, ['logs']] }).storageBytes).toBe(13 * gibibyte);
  });

  test('disk: one gibibyte at least, even without a queue', () => {
    expect(buildSizes({ ...gateway, queues: [] }).storageBytes).toBe(gibibyte);
  });

  test('memory: the process, and the batches that are being sent', () => {
    // 200 MiB + 10 consumers × 8,192 items × 1,000 bytes = 209,715,200 + 81,920,000 = 291,635,200 bytes;
    // the limiter refuses at 60 %, so ÷ 0.6 = 486,058,667 bytes = 463.5 MiB, in steps of 128: 512 MiB.
    expect(buildSizes(gateway).memoryBytes).toBe(512 * mebibyte);
    // No queue: 209,715,200 ÷ 0.6 = 333.3 MiB, in steps of 128: 384 MiB.
    expect(buildSizes({ ...gateway, queues: [] }).memoryBytes).toBe(384 * mebibyte);
    // Metrics alone: 10 × 8,192 × 200 = 16,384,000; 226,099,200 ÷ 0.6 = 359.4 MiB: 384 MiB.
    expect(buildSizes({ ...gateway, queues: [['metrics']] }).memoryBytes).toBe(384 * mebibyte);
  });

  test('memory: the spans of undecided traces, twice', () => {
    // 5,000 spans/s × 30 s × 1,000 bytes × 2 = 300,000,000; with the 291,635,200 of before ÷ 0.6 = 940.4 MiB: 1,024 MiB.
    expect(buildSizes({ ...gateway, undecidedSeconds: 30 }).memoryBytes).toBe(1024 * mebibyte);
  });

  test('what the manifest sets is taken as it is', () => {
    const asked: TierSize = {
      replicas: 7,
      memory: { text: '3Gi', bytes: 3 * gibibyte },
      storage: { text: '40Gi', bytes: 40 * gibibyte },
      cores: 4,
    };
    expect(buildSizes({ ...gateway, asked })).toMatchObject({
      replicas: 7,
      maxReplicas: 14,
      cores: 4,
      memoryBytes: 3 * gibibyte,
      storageBytes: 40 * gibibyte,
      // 20,000 ÷ 7
      rates: { traces: 20_000 / 7, metrics: 20_000 / 7, logs: 10_000 / 7 },
    });
  });
});

describe('an agent', () => {
  test('is one process a node, half a core each, and does not grow', () => {
    expect(buildSizes(agent)).toMatchObject({ cores: 0.5, replicas: 4, maxReplicas: 4 });
  });

  test('carries up to twice its share, where nodes differ', () => {
    // 20,000 ÷ 4 nodes × 2
    expect(buildSizes(agent).rates).toEqual({ traces: 10_000, metrics: 10_000, logs: 5000 });
    expect(buildSizes({ ...agent, tier: { total, processes: 4, sharedUnevenly: false } }).rates.traces).toBe(5000);
  });

  test('is as many as there are nodes, whatever number of replicas is asked for', () => {
    expect(buildSizes({ ...agent, asked: { replicas: 9 } }).replicas).toBe(4);
  });
});

describe('queues', () => {
  test('hold the busiest signal for the outage, rounded up', () => {
    expect(countQueueItems({ traces: 100, metrics: 250.01, logs: 900 }, ['traces', 'metrics'], 60)).toBe(15_001);
    expect(countQueueItems(total, [], 60)).toBe(0);
  });
});

test('bytes are whole gibibytes, or mebibytes rounded up', () => {
  expect([gibibyte, 3 * gibibyte, 1536 * mebibyte, 1, 128 * mebibyte + 1].map(renderBytes)).toEqual([
    '1Gi',
    '3Gi',
    '1536Mi',
    '1Mi',
    '129Mi',
  ]);
});

test('each size has a line that says what decided it', () => {
  expect(buildSizes({ ...gateway, undecidedSeconds: 30 }).lines.map(({ what, value, because }) => `${what} ${value}: ${because}`)).toEqual([
    'CPU request 2 cores: default of the tier',
    'replicas 4: 50000 items/s ÷ (10000 per core × 2 cores × 0.65) = 4, at least 3 in production',
    'disk 11Gi: 1 queues × items/s × 10m × bytes × 1.3',
    'memory limit 1Gi: (200 MiB + 79Mi in batches + 287Mi of undecided traces) ÷ 0.6, where the memory limiter starts to refuse',
  ]);
});

describe('laws', () => {
  const rate = fc.integer({ min: 0, max: 1_000_000 });
  const rates = fc.record({ traces: rate, metrics: rate, logs: rate });
  const queues = fc.array(fc.subarray([...every], { minLength: 1 }), { maxLength: 4 });
  const cores = fc.constantFrom(0.5, 1, 2, 8);
  const inputs = fc
    .record({ total: rates, queues, cores, production: fc.boolean(), undecidedSeconds: fc.integer({ min: 0, max: 60 }) })
    .map(({ total: all, cores: asked, ...rest }): SizingInput => ({
      load,
      tier: { total: all, sharedUnevenly: false },
      asked: { cores: asked },
      ...rest,
    }));
  const grow = (input: SizingInput, more: Rates): SizingInput => ({
    ...input,
    tier: { ...input.tier, total: mapRates((signal) => input.tier.total[signal] + more[signal]) },
  });

  test('the replicas carry the load, and one fewer would not', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { replicas, cores: each } = buildSizes(input);
        const { traces, metrics, logs } = input.tier.total;
        const carried = (count: number): number => count * each * load.itemsPerSecondPerCore * 0.65;
        const all = traces + metrics + logs;
        const fewest = input.production ? 3 : 2;
        // Within a millionth, for the rounding of floating point.
        expect(carried(replicas)).toBeGreaterThanOrEqual(all * 0.999999);
        expect(replicas === fewest || carried(replicas - 1) < all * 1.000001).toBe(true);
      }),
    );
  });

  test('more load never gives less: replicas, and memory and disk of the whole tier', () => {
    fc.assert(
      fc.property(inputs, rates, (input, more) => {
        const [small, large] = [buildSizes(input), buildSizes(grow(input, more))];
        expect(large.replicas).toBeGreaterThanOrEqual(small.replicas);
        // Each process is rounded up, memory to a step and disk to a gibibyte: a tier of more and smaller ones can be less by that.
        expect(large.replicas * large.memoryBytes).toBeGreaterThanOrEqual(small.replicas * (small.memoryBytes - 128 * mebibyte));
        expect(large.replicas * large.storageBytes).toBeGreaterThanOrEqual(small.replicas * (small.storageBytes - gibibyte));
      }),
    );
  });

  test('with the number of processes given, more load never gives a process less', () => {
    fc.assert(
      fc.property(inputs, rates, fc.integer({ min: 1, max: 50 }), (input, more, processes) => {
        const fixed: SizingInput = { ...input, tier: { ...input.tier, processes } };
        const [small, large] = [buildSizes(fixed), buildSizes(grow(fixed, more))];
        expect(large.memoryBytes).toBeGreaterThanOrEqual(small.memoryBytes);
        expect(large.storageBytes).toBeGreaterThanOrEqual(small.storageBytes);
        expect(large.rates.traces).toBeGreaterThanOrEqual(small.rates.traces);
      }),
    );
  });

  test('a longer outage never gives less disk, and changes nothing else', () => {
    fc.assert(
      fc.property(inputs, fc.integer({ min: 1, max: 3600 }), fc.integer({ min: 0, max: 3600 }), (input, seconds, more) => {
        const at = (outage: number) => buildSizes({ ...input, load: { ...load, outage: { text: `${outage}s`, seconds: outage } } });
        const [short, long] = [at(seconds), at(seconds + more)];
        expect(long.storageBytes).toBeGreaterThanOrEqual(short.storageBytes);
        expect([long.replicas, long.memoryBytes]).toEqual([short.replicas, short.memoryBytes]);
      }),
    );
  });

  test('the disk holds what arrives in the outage, for every queue', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { storageBytes, rates: own, outageSeconds } = buildSizes(input);
        const bytes: Rates = { traces: load.bytesPerSpan, metrics: load.bytesPerPoint, logs: load.bytesPerLogLine };
        const arriving = input.queues.flat().reduce((sum, signal) => sum + own[signal] * outageSeconds * bytes[signal], 0);
        expect(storageBytes).toBeGreaterThanOrEqual(arriving);
      }),
    );
  });

  test('the memory holds batches and undecided traces below the line where the limiter refuses', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { memoryBytes, rates: own } = buildSizes(input);
        const undecided = own.traces * (input.undecidedSeconds ?? 0) * load.bytesPerSpan;
        expect(memoryBytes * 0.6).toBeGreaterThanOrEqual(200 * mebibyte + undecided);
        expect(memoryBytes % (128 * mebibyte)).toBe(0);
      }),
    );
  });
});
