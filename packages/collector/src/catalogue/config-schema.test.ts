import { describe, expect, test } from 'vitest';
import type { ComponentKind } from './component-kind.ts';
import { checkStructure, defaultCollectorVersion as version } from './config-schema.ts';

const check = (kind: ComponentKind, type: string, config: unknown, at = version) =>
  checkStructure(kind, type, config, at).map(({ path, message, nearest }) =>
    [path.join('.'), message, nearest].filter(Boolean).join(' | '),
  );

describe('nothing to say', () => {
  test.each<[ComponentKind, string, unknown]>([
    ['receiver', 'otlp', { protocols: { grpc: { endpoint: '0.0.0.0:4317' }, http: null } }],
    ['receiver', 'otlp', { protocols: { grpc: { keepalive: { server_parameters: { max_connection_age: '2m' } }, tls: '${env:TLS}' } } }],
    ['processor', 'memory_limiter', { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 }],
    ['processor', 'memory_limiter', { check_interval: '${env:INTERVAL}', limit_percentage: '${env:LIMIT:-80}' }],
    ['exporter', 'otlp_grpc', { endpoint: 'b:4317', sending_queue: { sizer: 'items', batch: { min_size: 8192, flush_timeout: '200ms' } } }],
    ['exporter', 'otlp', { endpoint: 'b:4317', headers: { a: 'b' }, retry_on_failure: { enabled: true, max_elapsed_time: 0 } }],
    [
      'exporter',
      'otlp_http',
      { endpoint: 'http://b', headers: [{ name: 'a', value: 'b' }], compression: 'gzip', idle_conn_timeout: '30s' },
    ],
    ['processor', 'transform', { error_mode: 'IGNORE', trace_statements: ['set(span.name, "x")', { context: 'span', statements: [] }] }],
    ['processor', 'filter', { trace_conditions: ['span.name == "x"'] }],
    [
      'connector',
      'span_metrics',
      { histogram: { unit: 's', explicit: { buckets: ['1ms', '10ms'] } }, dimensions: [{ name: 'a', default: 'b' }] },
    ],
    ['extension', 'file_storage', { directory: '/x', compaction: { on_start: true } }],
    ['receiver', 'file_log', { include: ['/var/log/*'], operators: [{ type: 'json_parser', whatever: 1 }] }],
    ['receiver', 'no_such_thing', { a: 1 }],
    ['processor', 'memory_limiter', null],
    ['exporter', 'nop', undefined],
  ])('%s %s %j', (kind, type, config) => {
    expect(check(kind, type, config)).toEqual([]);
  });
});

describe('problems', () => {
  test.each<[ComponentKind, string, unknown, string[]]>([
    ['receiver', 'otlp', { protocols: { grpc: { endpiont: 'x' } } }, ['protocols.grpc.endpiont | unknown key endpiont | endpoint']],
    // The binary takes no notice of these.
    ['exporter', 'otlp_http', { endpoint: 'x', tls: { insecur: true } }, ['tls.insecur | unknown key insecur | insecure']],
    ['receiver', 'otlp', { protocols: { http: { cros: {} } } }, ['protocols.http.cros | unknown key cros | cors']],
    [
      'processor',
      'memory_limiter',
      { check_interval: '1 s' },
      ["check_interval | must be a duration such as 200ms, 30s or 1h30m, got '1 s'"],
    ],
    ['processor', 'memory_limiter', { check_interval: 1 }, ['check_interval | must be a duration with a unit: 1 alone means nanoseconds']],
    [
      'processor',
      'memory_limiter',
      { check_interval: '1d' },
      ["check_interval | must be a duration such as 200ms, 30s or 1h30m, got '1d'"],
    ],
    ['processor', 'memory_limiter', { limit_mib: '400MiB' }, ["limit_mib | must be a whole number, got '400MiB'"]],
    ['exporter', 'otlp_grpc', { endpoint: 4317 }, ['endpoint | must be text, got 4317']],
    ['exporter', 'otlp_grpc', { tls: [] }, ['tls | must be a map, got a list']],
    ['exporter', 'otlp_grpc', { retry_on_failure: { enabled: 'yes' } }, ["retry_on_failure.enabled | must be true or false, got 'yes'"]],
    [
      'exporter',
      'otlp',
      { sending_queue: { sizer: 'item' } },
      ["sending_queue.sizer | must be one of requests, items, bytes, got 'item' | items"],
    ],
    ['processor', 'transform', { error_mode: 'ignor' }, ["error_mode | must be one of ignore, silent, propagate, got 'ignor' | ignore"]],
    ['processor', 'tail_sampling', { policies: { name: 'a' } }, ['policies | must be a list, got a map']],
    ['processor', 'tail_sampling', { policies: [{ name: 'a', typ: 'x' }] }, ['policies.0.typ | unknown key typ | type']],
    ['extension', 'file_storage', { dir: '/x' }, ['dir | unknown key dir']],
    ['exporter', 'nop', { a: 1 }, ['a | unknown key a']],
    [
      'receiver',
      'prometheus',
      { config: { scrape_configs: [{ job: 'x', scrape_interval: '1d' }] } },
      ['config.scrape_configs.0.job | unknown key job'],
    ],
    ['receiver', 'otlp', 'x', ["must be a map, got 'x'"]],
    ['receiver', 'otlp', { protocols: null, constructor: 1 }, ['constructor | unknown key constructor']],
  ])('%s %s %j', (kind, type, config, problems) => {
    expect(check(kind, type, config)).toEqual(problems);
  });
});

test('a version that no schema is near has no problems', () => {
  expect(check('processor', 'memory_limiter', { a: 1 }, '0.161.3')).toEqual(['a | unknown key a']);
  expect(check('processor', 'memory_limiter', { a: 1 }, '0.120.0')).toEqual([]);
});

test('a key that came or went between two schemas is accepted between them', () => {
  const flat = { endpoint: 'http://x', idle_conn_timeout: '30s' };
  expect(check('exporter', 'otlp_http', flat, '0.161.0')).toEqual([]);
  expect(check('exporter', 'otlp_http', flat, '0.164.0')).toEqual([]);
  expect(check('exporter', 'otlp_http', flat, '0.165.0')).toEqual(['idle_conn_timeout | unknown key idle_conn_timeout']);
  const added = { endpoint: 'clickhouse://x:1', database_engine: { name: 'Atomic' } };
  expect(check('exporter', 'clickhouse', added, '0.161.0')).toEqual(['database_engine | unknown key database_engine | table_engine']);
  expect(check('exporter', 'clickhouse', added, '0.163.0')).toEqual([]);
  expect(check('exporter', 'otlp_http', { endpiont: 'x' }, '0.164.0')).toEqual(['endpiont | unknown key endpiont | endpoint']);
});
