import { describe, expect, it } from 'vitest';
import type { CollectorConfig } from '../collector-config.ts';
import { buildCaptureConfig } from './capture.ts';
import type { CaptureOptions } from './capture.ts';

const config: CollectorConfig = {
  receivers: {
    otlp: { protocols: { grpc: { endpoint: '10.0.0.1:4317', include_metadata: true } } },
    'file_log/pods': { include: ['/var/log/*'] },
    unused: {},
  },
  processors: {
    memory_limiter: { limit_mib: 10 },
    k8s_attributes: {},
    'resource_detection/cloud': { detectors: ['env', 'ec2'] },
    'resource_detection/machine': { detectors: ['env', 'system'] },
    tail_sampling: { decision_wait: '30s', policies: [] },
  },
  exporters: {
    otlp_http: {
      endpoint: 'https://a',
      headers: { authorization: 'x' },
      sending_queue: { storage: 'file_storage' },
      retry_on_failure: { max_elapsed_time: '1h' },
    },
    'otlp_grpc/tempo': { endpoint: 'tempo:4317', auth: { authenticator: 'basicauth' } },
  },
  connectors: { forward: null },
  extensions: {
    file_storage: { directory: '/var/lib/otelcol', fsync: true, compaction: { on_start: true, directory: '/var/lib/x' } },
    basicauth: {},
  },
  service: {
    extensions: ['file_storage', 'basicauth'],
    telemetry: { metrics: { level: 'detailed' } },
    pipelines: {
      'traces/in': { receivers: ['otlp'], processors: ['memory_limiter', 'k8s_attributes'], exporters: ['forward'] },
      traces: {
        receivers: ['forward'],
        processors: ['tail_sampling', 'resource_detection/cloud', 'resource_detection/machine'],
        exporters: ['otlp_grpc/tempo', 'otlp_http'],
      },
      logs: { receivers: ['otlp', 'file_log/pods'], exporters: ['otlp_http'] },
    },
  },
};

const options: CaptureOptions = {
  listen: (id) => ({ http: `${id}:1` }),
  sink: (id) => `http://sink/${id}`,
  storage: (id) => `/tmp/${id}`,
};
const off = { retry_on_failure: { enabled: false }, sending_queue: { enabled: false } };

describe('buildCaptureConfig', () => {
  it('replaces receivers, exporters and storages, and keeps what is between', () => {
    expect(buildCaptureConfig(config, options).config).toEqual({
      receivers: {
        otlp: { protocols: { http: { endpoint: 'otlp:1', include_metadata: true } } },
        'otlp/file_log.pods': { protocols: { http: { endpoint: 'file_log/pods:1' } } },
      },
      processors: {
        memory_limiter: { limit_mib: 10 },
        'resource_detection/machine': { detectors: ['env', 'system'] },
        tail_sampling: { decision_wait: '30s', policies: [] },
      },
      exporters: {
        'otlp_http/otlp_grpc.tempo': { endpoint: 'http://sink/otlp_grpc/tempo', compression: 'none', ...off },
        otlp_http: { endpoint: 'http://sink/otlp_http', compression: 'none', ...off },
      },
      connectors: { forward: null },
      extensions: {
        file_storage: {
          directory: '/tmp/file_storage',
          create_directory: true,
          fsync: true,
          compaction: { on_start: true, directory: '/tmp/file_storage' },
        },
      },
      service: {
        extensions: ['file_storage'],
        telemetry: { metrics: { level: 'none' } },
        pipelines: {
          'traces/in': { receivers: ['otlp'], processors: ['memory_limiter'], exporters: ['forward'] },
          traces: {
            receivers: ['forward'],
            processors: ['tail_sampling', 'resource_detection/machine'],
            exporters: ['otlp_http/otlp_grpc.tempo', 'otlp_http'],
          },
          logs: { receivers: ['otlp', 'otlp/file_log.pods'], processors: [], exporters: ['otlp_http'] },
        },
      },
    });
  });

  it('says what it leaves out', () => {
    expect(buildCaptureConfig(config, options).notices).toEqual([
      'processor k8s_attributes is left out: it needs a cluster or a cloud',
      'processor resource_detection/cloud is left out: it needs a cluster or a cloud',
      'extensions basicauth are left out: the test talks to the Collector without them',
      'receiver file_log/pods is an otlp receiver in the test: what it reads itself is not tested',
    ]);
  });

  it('shortens waits only where asked, and says so', () => {
    const { config: fast, notices } = buildCaptureConfig(config, { ...options, fast: true });
    expect(fast.processors?.['tail_sampling']).toEqual({ decision_wait: '1s', policies: [] });
    expect(notices).toContain('tail_sampling waits less: decision_wait 1s');
  });

  it('keeps queues, and components of the caller’s choice, where asked', () => {
    const { config: captured } = buildCaptureConfig(config, {
      ...options,
      queues: true,
      exporter: (id, settings) => (id === 'otlp_grpc/tempo' ? { ...(settings as object), endpoint: 'other:1' } : undefined),
      receiver: (id) => (id === 'file_log/pods' ? { include: ['/tmp/*'] } : undefined),
    });
    expect(captured.exporters).toEqual({
      'otlp_grpc/tempo': { endpoint: 'other:1', auth: { authenticator: 'basicauth' } },
      otlp_http: {
        endpoint: 'http://sink/otlp_http',
        compression: 'none',
        sending_queue: { storage: 'file_storage' },
        retry_on_failure: { max_elapsed_time: '1h' },
      },
    });
    expect(captured.receivers).toHaveProperty(['file_log/pods'], { include: ['/tmp/*'] });
    expect(captured.service.pipelines['logs']?.receivers).toEqual(['otlp', 'file_log/pods']);
  });

  it('is the config that it was given still', () => {
    const before = structuredClone(config);
    buildCaptureConfig(config, { ...options, fast: true });
    expect(config).toEqual(before);
  });
});
