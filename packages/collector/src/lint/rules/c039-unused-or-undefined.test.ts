import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C039');

describe('C039', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C039')).toEqual(['warning 20:3 exporters.otlp_http: exporter "otlp_http" is in no pipeline']);
  });

  test('found: "batch2" is not defined', () => {
    const used = edit(page.wrong, /  otlp_http:\n[^]*?(?=\S*:\n {2}pipelines)/, '');
    const text = edit(used, 'processors: [memory_limiter]', 'processors: [memory_limiter, batch2]');
    expect(describeFindings(text, 'C039')).toEqual(['error 24:36 service.pipelines.traces.processors[1]: "batch2" is not defined']);
  });

  test('silent: metrics:', () => {
    const text = `service:
  pipelines:
    metrics:
      receivers: [otlp, redis]
receivers:
  redis:
    endpoint: redis:6379
`;
    expect(describeFindings(text, 'C039')).toEqual([]);
  });

  test('a preset puts its component into pipelines by itself; it knows no others', () => {
    const values =
      'mode: daemonset\npresets: {kubernetesAttributes: {enabled: true}}\nconfig: {processors: {k8sattributes: {}, filter: {}}}\n';
    expect(describeFindings(values, 'C039')).toEqual([expect.stringContaining('processor "filter" is in no pipeline')]);
    expect(describeFindings(edit(values, 'true', 'false'), 'C039')).toHaveLength(2);
  });

  test('a ConfigMap with a part of a config: what it uses and does not define is elsewhere', () => {
    const map = (pipeline: string): string =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  c.yaml: |\n    receivers: {otlp: {}}\n    exporters: {debug: {}}\n    service: {pipelines: {logs: ${pipeline}}}\n`;
    expect(describeFindings(map('{exporters: [otlp_grpc]}'), 'C039')).toEqual([]);
    expect(describeFindings(map('{receivers: [otlp], exporters: [otlp_grpc]}'), 'C039')).toHaveLength(2);
  });
});
