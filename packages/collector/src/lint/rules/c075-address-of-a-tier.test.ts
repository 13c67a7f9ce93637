import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C075');

const loadBalancing = `      load_balancing:
        protocol:
          otlp:
            tls:
              insecure: true
        resolver:
          dns:
            hostname: gateway.observability.svc.cluster.localx
            port: "4317"
        retry_on_failure:
          enabled: true
`;
const config = edit(
  edit(page.right, / {6}otlp_grpc:\n[^]*?reload_interval: 1h\n/, loadBalancing),
  'exporters: [otlp_grpc]',
  'exporters: [load_balancing]',
);

const other = edit(
  edit(
    page.wrong,
    '        endpoint: gatway.observability.svc.cluster.local:4317',
    '        endpoint: gateway.observability.svc.cluster.local:4318',
  ),
  `  clusterIP: None
`,
  '',
);

describe('C075', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C075')).toEqual([
      'error 20:9 exporters.otlp_grpc.endpoint: no Service is called "gatway"; did you mean "gateway"?',
    ]);
  });

  test('found: nearly the domain of clusters', () => {
    const text = config;
    expect(describeFindings(text, 'C075')).toEqual([
      'warning 26:13 exporters.load_balancing.resolver.dns.hostname: "svc.cluster.localx" is no domain of a cluster; did you mean "svc.cluster.local"?',
    ]);
  });

  test('found: no port', () => {
    const text = edit(
      config,
      `            hostname: gateway.observability.svc.cluster.localx
            port: "4317"`,
      `            hostname: gateway.observability.svc.cluster.local
            port: "4317x"`,
    );
    expect(describeFindings(text, 'C075')).toEqual(['error 27:13 exporters.load_balancing.resolver.dns.port: "4317x" is no port']);
  });

  test('found: a port on which nobody listens', () => {
    const text = edit(
      config,
      `            hostname: gateway.observability.svc.cluster.localx
            port: "4317"`,
      `            hostname: gateway.observability.svc.cluster.local
            port: "4318"`,
    );
    expect(describeFindings(text, 'C075')).toEqual([
      'error 26:13 exporters.load_balancing.resolver.dns.hostname: "load_balancing" dials port 4318, on which no receiver behind "gateway" listens',
    ]);
  });

  test('found: a port that the Service does not open', () => {
    const text = other;
    expect(describeFindings(text, 'C075')).toEqual([
      'error 20:9 exporters.otlp_grpc.endpoint: "otlp_grpc" dials port 4318, and Service "gateway" opens 4317',
    ]);
  });

  test('silent: a cluster with another domain', () => {
    const text = edit(
      config,
      `            hostname: gateway.observability.svc.cluster.localx`,
      `            hostname: gateway.observability.svc.acme.internal`,
    );
    expect(describeFindings(text, 'C075')).toEqual([]);
  });

  test('silent: a Service of another namespace', () => {
    const text = edit(
      config,
      `            hostname: gateway.observability.svc.cluster.localx`,
      `            hostname: gatway.other.svc.cluster.local`,
    );
    expect(describeFindings(text, 'C075')).toEqual([]);
  });

  test('silent: the address as it is', () => {
    const text = edit(
      config,
      `            hostname: gateway.observability.svc.cluster.localx`,
      `            hostname: gateway.observability.svc.cluster.local`,
    );
    expect(describeFindings(text, 'C075')).toEqual([]);
  });
});
