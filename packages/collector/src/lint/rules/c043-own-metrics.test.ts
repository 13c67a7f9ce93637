import { describe, expect, test } from 'vitest';
import { buildMetricsConfig, describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C043');

const config = edit(
  buildMetricsConfig(
    'prometheus',
    `  prometheus:
    config:
      scrape_configs:
        - job_name: own
          static_configs:
            - targets: ['127.0.0.1:8888']
`,
  ),
  'service:\n',
  `service:
  telemetry:
    metrics:
      readers:
        - pull: {exporter: {prometheus: {port: 8888}}}
`,
);

describe('C043', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C043')).toEqual([
      'warning 23:7 service.telemetry.metrics.address: address is refused by Collector 0.161.0',
    ]);
  });

  test('found: level: none turns the own metrics off', () => {
    const text = edit(page.wrong, '      address: localhost:8888', '      level: none');
    expect(describeFindings(text, 'C043')).toEqual(['warning 23:7 service.telemetry.metrics.level: level: none turns the own metrics off']);
  });

  test('found: two readers on port 8888', () => {
    const text = edit(
      page.right,
      '                port: 8888',
      `                port: 8888
        - pull:
            exporter:
              prometheus:
                host: localhost
                port: 8888`,
    );
    expect(describeFindings(text, 'C043')).toEqual([
      'error 31:15 service.telemetry.metrics.readers[1].pull.exporter.prometheus: two readers on port 8888',
    ]);
  });

  describe('port 8888 of a pod is open', () => {
    const objects = (telemetry: string): string => `apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data:
  c.yaml: |
    receivers: {otlp: {protocols: {grpc: {endpoint: '0.0.0.0:4317'}}}}
    exporters: {otlp_grpc: {endpoint: 'tempo:4317'}}
    service:
      telemetry: ${telemetry}
      pipelines: {traces: {receivers: [otlp], exporters: [otlp_grpc]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: a}
spec:
  template:
    spec:
      containers: [{name: c, ports: [{containerPort: 8888}], volumeMounts: [{name: v, mountPath: /c}]}]
      volumes: [{name: v, configMap: {name: a}}]
`;
    const reader = (host: string, port: number): string =>
      `{metrics: {readers: [{pull: {exporter: {prometheus: {host: '${host}', port: ${port}}}}}]}}`;
    const push = "{metrics: {readers: [{periodic: {exporter: {otlp: {endpoint: 'http://gateway:4318'}}}}]}}";

    test.each([
      ['{}', 'on localhost only'],
      [reader('localhost', 8888), 'on localhost only'],
      [reader('0.0.0.0', 9999), 'not there'],
    ])('found: %s', (telemetry, where) => {
      expect(describeFindings(objects(telemetry), 'C043')).toEqual([expect.stringContaining(`and the own metrics are ${where}`)]);
    });

    test.each([reader('0.0.0.0', 8888), push, '{metrics: {level: detailed, readers: [{periodic: {exporter: {otlp: {}}}}]}}'])(
      'silent: %s',
      (telemetry) => {
        expect(describeFindings(objects(telemetry), 'C043')).toEqual([]);
      },
    );
  });

  test('found: a reader without a host', () => {
    const text = config;
    expect(describeFindings(text, 'C043')).toEqual([
      'error 26:29 service.telemetry.metrics.readers[0].pull.exporter.prometheus: a reader without host stops the Collector when it starts',
    ]);
  });

  test('found: nobody serves what is scraped', () => {
    const text = edit(
      config,
      `        - pull: {exporter: {prometheus: {port: 8888}}}`,
      `        - pull: {exporter: {prometheus: {host: localhost, port: 8889}}}`,
    );
    expect(describeFindings(text, 'C043')).toEqual([
      'warning 7:25 receivers.prometheus.config.scrape_configs[0].static_configs[0].targets[0]: nothing serves the own metrics on port 8888, which is scraped here',
    ]);
  });

  test('silent: the port that is scraped', () => {
    const text = edit(
      config,
      `        - pull: {exporter: {prometheus: {port: 8888}}}`,
      `        - pull: {exporter: {prometheus: {host: localhost, port: 8888}}}`,
    );
    expect(describeFindings(text, 'C043')).toEqual([]);
  });
});
