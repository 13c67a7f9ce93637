import { expect, test } from 'vitest';
import { buildOfflineConfig } from './offline-config.ts';

const text = `receivers:
  otlp: { protocols: { grpc: { endpoint: "\${env:POD_IP}:4317" } } }
  kubelet_stats: {}
exporters:
  otlp_http/a: { endpoint: "\${env:URL:-https://a.example}", headers: { x: "\${env:TOKEN}" } }
service:
  pipelines:
    metrics: { receivers: [otlp, kubelet_stats], exporters: [otlp_http/a] }
`;

test('variables without a value get one, what needs a pod is left out and said', () => {
  const { config, env, notices } = buildOfflineConfig(text, { TOKEN: 't' });
  expect(env).toEqual({ POD_IP: '127.0.0.1', TOKEN: 't' });
  expect(notices).toEqual(['receiver kubelet_stats is left out: it reads the certificate of a pod']);
  expect(config).not.toContain('kubelet_stats');
  expect(config).toContain('receivers: [ otlp ]');
});

test('what needs nothing stays as it is, and so does what is no YAML', () => {
  const plain = 'receivers:\n  # why\n  otlp: {}\n';
  expect(buildOfflineConfig(plain, {})).toEqual({ config: plain, env: {}, notices: [] });
  expect(buildOfflineConfig('a: [', {}).config).toBe('a: [');
});
