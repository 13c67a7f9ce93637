import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C030');

describe('C030', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C030')).toEqual([
      'error 28:7 extensions.file_storage: the replicas share /var/lib/otelcol of "file_storage"',
    ]);
  });

  test('found: "file_storage" writes to /var/lib/otelcol, an emptyDir', () => {
    const text = edit(
      edit(
        page.wrong,
        `  replicas: 3
`,
        '',
      ),
      '          persistentVolumeClaim: {claimName: queue}',
      '          emptyDir: {}',
    );
    expect(describeFindings(text, 'C030')).toEqual([
      'warning 28:7 extensions.file_storage: "file_storage" writes to /var/lib/otelcol, an emptyDir',
    ]);
  });

  test('silent: kind: DaemonSet', () => {
    const text = edit(
      edit(
        edit(page.wrong, 'kind: Deployment', 'kind: DaemonSet'),
        `  replicas: 3
`,
        '',
      ),
      '          persistentVolumeClaim: {claimName: queue}',
      '          hostPath: {path: /var/lib/otelcol}',
    );
    expect(describeFindings(text, 'C030')).toEqual([]);
  });

  test('silent: apiVersion: opentelemetry.io/v1beta1', () => {
    const text = `apiVersion: opentelemetry.io/v1beta1
kind: OpenTelemetryCollector
metadata:
  name: gateway
spec:
  mode: sidecar
  volumes:
    - name: queue
      emptyDir: {}
  volumeMounts:
    - {name: queue, mountPath: /var/lib/otelcol}
  resources:
    limits:
      memory: 512Mi
  config:
    receivers:
      otlp:
        protocols:
          grpc:
            endpoint: \${env:MY_POD_IP}:4317
    processors:
      memory_limiter:
        check_interval: 1s
        limit_mib: 400
        spike_limit_mib: 80
    exporters:
      otlp_grpc:
        endpoint: tempo:4317
        sending_queue:
          sizer: items
          queue_size: 100000
          batch:
            min_size: 8192
            flush_timeout: 200ms
          storage: file_storage
    extensions:
      file_storage:
        directory: /var/lib/otelcol
    service:
      extensions: [file_storage]
      pipelines:
        traces:
          receivers: [otlp]
          processors: [memory_limiter]
          exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C030')).toEqual([]);
  });
});
