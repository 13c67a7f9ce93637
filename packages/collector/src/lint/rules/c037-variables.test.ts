import { describe, expect, test } from 'vitest';
import { describeFindings, edit, lintText, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C037');

/** A Collector in Kubernetes whose exporter gets its address from a variable that nothing sets. */
const deployed = edit(readRulePage('C081').right, 'endpoint: tempo:4317', 'endpoint: ${env:TEMPO}');

/** A Collector in Kubernetes that asks for the pods of its node. */
const onNode = edit(
  edit(
    readRulePage('C079').right,
    '        spike_limit_mib: 80\n',
    `        spike_limit_mib: 80
      k8s_attributes:
        filter:
          node_from_env_var: NODE_NAME
`,
  ),
  'processors: [memory_limiter]',
  'processors: [memory_limiter, k8s_attributes]',
);

describe('C037', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C037')).toEqual([
      'error 15:7 exporters.otlp_grpc.headers.x-tenant: $HONEYCOMB_API_KEY is not replaced; write ${env:HONEYCOMB_API_KEY}',
    ]);
  });

  test('found: ${1} is read as a variable; write $${1}', () => {
    const text = edit(
      readRulePage('C079').right,
      '              scrape_interval: 30s\n',
      `              scrape_interval: 30s
              relabel_configs:
                - replacement: "\${1}:9464"
`,
    );
    expect(describeFindings(text, 'C037')).toEqual([
      'error 15:19 receivers.prometheus.config.scrape_configs[0].relabel_configs[0].replacement: ${1} is read as a variable; write $${1}',
    ]);
  });

  test('found: nothing sets the variable TEMPO', () => {
    expect(describeFindings(deployed, 'C037')).toEqual(['warning 22:9 exporters.otlp_grpc.endpoint: nothing sets the variable TEMPO']);
  });

  test('silent: the variable has a default', () => {
    expect(describeFindings(edit(deployed, '${env:TEMPO}', '${env:TEMPO:-tempo:4317}'), 'C037')).toEqual([]);
  });

  test('found: the variable that k8s_attributes reads by itself', () => {
    expect(describeFindings(onNode, 'C037')).toEqual([
      'warning 26:11 processors.k8s_attributes.filter.node_from_env_var: nothing sets the variable NODE_NAME',
    ]);
  });

  test('silent: the variable is set', () => {
    expect(describeFindings(edit(onNode, 'node_from_env_var: NODE_NAME', 'node_from_env_var: K8S_NODE_NAME'), 'C037')).toEqual([]);
  });

  test('each check says why it is wrong, and what to do', () => {
    const words = (text: string) => lintText(text).find(({ id }) => id === 'C037');
    expect(words(page.wrong)).toMatchObject({
      why: expect.stringContaining('$NAME stays'),
      remedy: expect.stringContaining('${env:NAME}'),
    });
    expect(words(deployed)).toMatchObject({ why: expect.stringContaining('not set'), remedy: expect.stringContaining('Set the variable') });
  });
});
