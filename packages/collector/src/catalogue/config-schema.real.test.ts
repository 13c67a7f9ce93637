// What a real Collector says about configs with one unknown key each: whatever it rejects, the schemas reject.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainMissingBackend, findBackend } from '@plinth/backends';
import { afterAll, expect, test } from 'vitest';
import type { ComponentKind } from './component-kind.ts';
import { checkStructure, defaultCollectorVersion } from './config-schema.ts';

const missing = explainMissingBackend('otelcol');
const folder = mkdtempSync(join(tmpdir(), 'plinth-structure-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tls = { ca_file: '/ca.pem', insecure: false };
const sendingQueue = { sizer: 'items', queue_size: 1000, batch: { min_size: 10, max_size: 20, flush_timeout: '200ms' } };
const retry = { enabled: true, max_elapsed_time: '5m' };

/** Configs that a Collector accepts. */
const samples: readonly (readonly [ComponentKind, string, Record<string, unknown>, 'traces' | 'metrics' | 'logs'])[] = [
  [
    'receiver',
    'otlp',
    { protocols: { grpc: { endpoint: 'localhost:1', keepalive: { server_parameters: {} } }, http: { cors: {} } } },
    'traces',
  ],
  ['receiver', 'file_log', { include: ['/x'], retry_on_failure: retry, resource: { a: 'b' } }, 'logs'],
  ['receiver', 'host_metrics', { scrapers: { cpu: {}, network: { include: { interfaces: ['a'], match_type: 'strict' } } } }, 'metrics'],
  ['receiver', 'kubelet_stats', { auth_type: 'none', collection_interval: '10s' }, 'metrics'],
  [
    'receiver',
    'prometheus',
    {
      config: {
        global: { scrape_interval: '1m', external_labels: { a: 1 } },
        scrape_configs: [
          {
            job_name: 'a',
            scrape_interval: '1d',
            docker_sd_configs: [{ host: 'unix:///x' }],
            relabel_configs: [{ action: 'labelmap', regex: 'a(.*)' }],
          },
          { job_name: 'b', static_configs: [{ targets: ['a:1'], labels: { b: 'c' } }], tls_config: { insecure_skip_verify: true } },
        ],
      },
    },
    'metrics',
  ],
  ['processor', 'memory_limiter', { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 }, 'traces'],
  ['processor', 'batch', { timeout: '1s' }, 'traces'],
  ['processor', 'resource', { attributes: [{ key: 'a', value: 'b', action: 'upsert' }] }, 'traces'],
  ['processor', 'attributes', { actions: [{ key: 'a', action: 'delete' }], include: { match_type: 'strict', services: ['a'] } }, 'traces'],
  [
    'processor',
    'transform',
    { error_mode: 'ignore', trace_statements: [{ context: 'span', statements: ['set(span.name, "a")'] }] },
    'traces',
  ],
  ['processor', 'filter', { error_mode: 'ignore', traces: { span: ['name == "a"'] } }, 'traces'],
  ['processor', 'redaction', { allow_all_keys: true, blocked_values: ['4[0-9]{12}'] }, 'traces'],
  [
    'processor',
    'tail_sampling',
    {
      decision_wait: '10s',
      policies: [{ name: 'a', type: 'and', and: { and_sub_policy: [{ name: 'b', type: 'latency', latency: { threshold_ms: 1 } }] } }],
    },
    'traces',
  ],
  ['processor', 'probabilistic_sampler', { sampling_percentage: 10, hash_seed: 2 }, 'traces'],
  [
    'processor',
    'k8s_attributes',
    { auth_type: 'none', extract: { metadata: ['k8s.pod.name'] }, pod_association: [{ sources: [{ from: 'connection' }] }] },
    'traces',
  ],
  ['processor', 'interval', { interval: '60s' }, 'metrics'],
  [
    'exporter',
    'otlp_grpc',
    { endpoint: 'a:1', tls, sending_queue: sendingQueue, retry_on_failure: retry, keepalive: { time: '30s' } },
    'traces',
  ],
  [
    'exporter',
    'load_balancing',
    { protocol: { otlp: { tls: { insecure: true } } }, resolver: { static: { hostnames: ['a:1'] } } },
    'traces',
  ],
  ['exporter', 'debug', { verbosity: 'basic' }, 'traces'],
  ['exporter', 'file', { path: '/tmp/x', rotation: { max_megabytes: 1 } }, 'traces'],
  ['exporter', 'nop', {}, 'traces'],
  ['exporter', 'clickhouse', { endpoint: 'clickhouse://a:1', sending_queue: { queue_size: 10 }, tls }, 'traces'],
  ['connector', 'span_metrics', { histogram: { unit: 's', explicit: { buckets: ['1ms'] } }, exemplars: { enabled: true } }, 'traces'],
  ['extension', 'file_storage', { directory: '/tmp', compaction: { on_start: true, directory: '/tmp' } }, 'traces'],
  ['extension', 'health_check', { endpoint: 'localhost:1', response_body: { healthy: 'a' } }, 'traces'],
  ['extension', 'pprof', { endpoint: 'localhost:1' }, 'traces'],
  ['extension', 'zpages', { endpoint: 'localhost:1' }, 'traces'],
];

/** Copies of `value` with one more key in one of its maps each. */
function* addUnknownKeys(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) for (const changed of addUnknownKeys(item)) yield value.with(index, changed);
  } else if (typeof value === 'object' && value !== null) {
    yield { ...value, zzz_unknown: 1 };
    for (const [key, item] of Object.entries(value)) for (const changed of addUnknownKeys(item)) yield { ...value, [key]: changed };
  }
}

function buildConfig(kind: ComponentKind, type: string, config: unknown, signal: string): unknown {
  const receivers: Record<string, unknown> = kind === 'receiver' ? { [type]: config } : { otlp: { protocols: { grpc: {} } } };
  const exporters: Record<string, unknown> = kind === 'exporter' ? { [type]: config } : { nop: {} };
  const pipeline = {
    receivers: Object.keys(receivers),
    ...(kind === 'processor' && { processors: [type] }),
    exporters: kind === 'connector' ? [type] : Object.keys(exporters),
  };
  const after = kind === 'connector' ? { metrics: { receivers: [type], exporters: ['nop'] } } : {};
  return {
    receivers,
    exporters,
    ...(kind !== 'receiver' && kind !== 'exporter' && { [`${kind}s`]: { [type]: config } }),
    service: { ...(kind === 'extension' && { extensions: [type] }), pipelines: { [signal]: pipeline, ...after } },
  };
}

let files = 0;
async function validate(config: unknown): Promise<string> {
  const file = join(folder, `${(files += 1)}.yaml`);
  writeFileSync(file, JSON.stringify(config));
  return new Promise((resolve) => {
    execFile(findBackend('otelcol') ?? '', ['validate', `--config=${file}`], { timeout: 20_000 }, (error, output, errors) =>
      resolve(error === null ? '' : `${output}${errors}`),
    );
  });
}

interface Case {
  readonly kind: ComponentKind;
  readonly type: string;
  readonly signal: string;
  readonly config: unknown;
  readonly isSample: boolean;
}

const cases: readonly Case[] = samples.flatMap(([kind, type, config, signal]) => [
  { kind, type, signal, config, isSample: true },
  ...[...addUnknownKeys(config)].map((changed) => ({ kind, type, signal, config: changed, isSample: false })),
]);

async function judge({ kind, type, signal, config, isSample }: Case): Promise<readonly string[]> {
  const said = await validate(buildConfig(kind, type, config, signal));
  const found = checkStructure(kind, type, config, defaultCollectorVersion);
  if (isSample) return said === '' && found.length === 0 ? [] : [`${kind} ${type} is fine: ${said} ${JSON.stringify(found)}`];
  const isRejected = said.includes('has invalid keys: zzz_unknown');
  return isRejected && found.length === 0 ? [`${kind} ${type} ${JSON.stringify(config)}: only the binary rejects it`] : [];
}

test.skipIf(missing)(`what the binary accepts and rejects ${missing ?? ''}`, { timeout: 60_000 }, async () => {
  const wrong: string[] = [];
  const queue = cases.values();
  const work = async () => {
    for (const one of queue) wrong.push(...(await judge(one)));
  };
  await Promise.all([work(), work(), work()]);
  expect(wrong).toEqual([]);
  expect(cases.length).toBeGreaterThan(60);
});
