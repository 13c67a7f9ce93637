// The arithmetic that is spread over the tiers: what each process gets of the load, and what is made of it.
import { parsePlatformManifest } from '@plinth/manifest';
import { expect, test } from 'vitest';
import type { CollectorModel } from './collector-model.ts';
import { buildPlatformModel } from './platform-model.ts';

/** The Collectors of one environment by tier. */
function build(topology: string, more = ''): Readonly<Record<string, CollectorModel>> {
  const text = `version: 1
name: shop
collectorVersion: 0.161.0
environments:
  production: { topology: ${topology}, production: true, internalTls: { certificateSecret: tiers } }
backends:
  all: { type: otlp, endpoint: https://otlp.example.com }
load: { nodes: 10, spansPerSecond: 60000, spansPerTrace: 20, series: 300000, logLinesPerSecond: 30000, outage: 5m }
${more}`;
  const [environment] = buildPlatformModel(parsePlatformManifest(text, 'm.yaml'));
  return Object.fromEntries((environment?.collectors ?? []).map((collector) => [collector.tier, collector]));
}

const policies = 'sampling: { decisionWait: 20s, rest: 0.1, policies: [{ name: errors, match: { errors: true } }] }';

/** Sizes of the queues of a Collector's exporters, in items. */
const queuesOf = (collector: CollectorModel | undefined): unknown[] => [
  ...new Set(
    collector?.pipelines.flatMap(({ exporters }) =>
      exporters.flatMap(({ config }) => (config['sending_queue'] as { queue_size?: unknown } | undefined)?.queue_size ?? []),
    ),
  ),
];

test('agents share what the nodes make, and one may have twice its share', () => {
  const { agent } = build('agent_gateway');
  expect(agent?.workload).toMatchObject({ kind: 'daemonset', replicas: 10, maxReplicas: 10, cores: 0.5 });
  // 60,000 spans ÷ 10 nodes × 2 × 300 s: the busiest signal decides.
  expect(queuesOf(agent)).toEqual([3_600_000]);
});

test('a sidecar is sized for a hundredth of the load, twice', () => {
  const { sidecar } = build('sidecar_gateway');
  expect(sidecar?.workload).toMatchObject({ kind: 'sidecar', replicas: 1 });
  // 60,000 spans ÷ 100 × 2 × 300 s
  expect(queuesOf(sidecar)).toEqual([360_000]);
});

test('gateways share the load by their replicas', () => {
  const { gateway } = build('agent_gateway');
  // Points: 300,000 series ÷ 30 s = 10,000. All: 100,000 a second ÷ 13,000 = 7.7.
  expect(gateway?.workload).toMatchObject({ kind: 'statefulset', replicas: 8, maxReplicas: 16 });
  // 60,000 ÷ 8 × 300 s
  expect(queuesOf(gateway)).toEqual([2_250_000]);
});

test('a gateway before samplers keeps a queue for the way to them', () => {
  const { gateway } = build('two_tier', policies);
  // Metrics and logs: 3,750 lines a second × 300 s × 2 queues × 700 bytes = 1.575e9. Traces: 7,500 × 300 s × 1,000 bytes = 2.25e9.
  // 3.825e9 × 1.3 = 4.9725e9 bytes = 4.63 GiB.
  expect(gateway?.workload.storageBytes).toBe(5 * 1_073_741_824);
});

test('samplers share the traces, and each has room for those that are undecided', () => {
  const { sampler } = build('two_tier', policies);
  // 60,000 spans ÷ 13,000 = 4.6. Another number of samplers sends traces elsewhere: it does not follow the load.
  expect(sampler?.workload).toMatchObject({ replicas: 5, maxReplicas: 5 });
  const [pipeline] = sampler?.pipelines ?? [];
  const tail = pipeline?.processors.find(({ type }) => type === 'tail_sampling');
  // 60,000 ÷ 5 replicas ÷ 20 spans = 600 new traces a second; × 20 s × 2 = 24,000.
  expect(tail?.config).toMatchObject({ num_traces: 24_000, expected_new_traces_per_sec: 600 });
  // 12,000 spans × 20 s × 1,000 bytes × 2 = 480e6; + 81.92e6 in batches + 209.7152e6; ÷ 0.6 = 1226.6 MiB: 1,280 MiB.
  expect(sampler?.workload.memoryBytes).toBe(1280 * 1_048_576);
});

test('one local process carries everything', () => {
  const { local } = build('local', policies);
  expect(local?.workload).toMatchObject({ replicas: 1, maxReplicas: 1 });
  // 60,000 × 300 s
  expect(queuesOf(local)).toEqual([18_000_000]);
  const tail = local?.pipelines.flatMap(({ processors }) => processors).find(({ type }) => type === 'tail_sampling');
  // 60,000 ÷ 20 = 3,000; × 20 s × 2
  expect(tail?.config).toMatchObject({ num_traces: 120_000, expected_new_traces_per_sec: 3000 });
  // 60,000 spans × 20 s × 1,000 bytes × 2 = 2.4e9; + 81.92e6 in batches + 209.7152e6; ÷ 0.6 = 4278.2 MiB: 4,352 MiB.
  expect(local?.workload.memoryBytes).toBe(4352 * 1_048_576);
});
