// The Helm values of every case through `helm template` and the chart: what it makes of them is what the output `kubernetes` says.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePlatformManifest, type OutputName } from '@plinth/manifest';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { generateCollector } from '../src/generate.ts';
import { healthPort, selfMetricsPort } from '../src/model/ports.ts';
import { missingChart, parseObjects, readChartVersion, templateChart, type KubernetesObject } from './helm-template.ts';
import { missingKubeconform, runKubeconform } from './kubeconform.ts';
import { readFacts, type Facts } from './workload-facts.ts';

const folder = join(import.meta.dirname, '../testdata/golden');
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'plinth.platform.yaml')));
const readCase = (name: string): string => readFileSync(join(folder, name, 'plinth.platform.yaml'), 'utf8');

const outputs: readonly OutputName[] = ['raw', 'kubernetes', 'helm'];

interface Rendered {
  readonly title: string;
  readonly values: string;
  readonly config: unknown;
  readonly objects: readonly KubernetesObject[];
}

/** Each Collector of a manifest that the chart can run, as values, as config and as Kubernetes objects. */
function renderCase(name: string, text = readCase(name)): readonly Rendered[] {
  const source = 'plinth.platform.yaml';
  const manifest = parsePlatformManifest(text, source);
  const environments = Object.fromEntries(
    Object.entries(manifest.environments)
      .filter(([, { topology }]) => topology !== 'local')
      .map(([key, environment]) => [key, { ...environment, outputs: [...outputs] }]),
  );
  const artefacts = generateCollector({ ...manifest, environments }, { source });
  const contentOf = (path: string): string => artefacts.find((artefact) => artefact.path === path)?.content ?? '';
  return artefacts.flatMap(({ path, content }) => {
    const [, environment = '', collector = ''] = /^(.+)\/helm\/(.+)\.values\.yaml$/.exec(path) ?? [];
    if (collector === '') return [];
    return [
      {
        title: `${name}/${environment}/${collector}`,
        values: content,
        config: parse(contentOf(`${environment}/${collector}.yaml`)),
        objects: parseObjects(contentOf(`${environment}/kubernetes/${collector}.yaml`)),
      },
    ];
  });
}

/** What the chart adds on its own, and no config reads or asks for. */
const chartVariables = [
  'MY_POD_IP',
  'OTEL_K8S_NODE_NAME',
  'OTEL_K8S_NODE_IP',
  'OTEL_K8S_NAMESPACE',
  'OTEL_K8S_POD_NAME',
  'OTEL_K8S_POD_IP',
];

/** What the chart says otherwise than the output `kubernetes`; everything else is equal. */
function expectedOf(own: Facts, chart: Facts): Facts {
  return {
    ...own,
    // Each is compared for itself.
    config: chart.config,
    ingress: chart.ingress,
    // A digest stands without a tag.
    image: own.image.replace(/:[^:@]+@/, '@'),
    // The probes' port is not declared: the kubelet needs no declaration.
    ports: own.ports.filter((port) => port !== healthPort),
    // Every declared port is one of the Service, that of the own metrics too.
    service: { ...own.service, ports: chart.ports, reached: chart.ports },
  };
}

/** The chart has one rule for all ports: pods of the platform that may read metrics may send, and where everybody sends, everybody reads. */
function widens(line: string, own: Facts): boolean {
  return /^\d+ (agent|gateway)$/.test(line) || (line === `${selfMetricsPort} all` && own.ingress.includes('4317 all'));
}

const covers = (ingress: readonly string[], line: string): boolean =>
  ingress.includes(line) || ingress.includes(line.replace(/ \w+$/, ' all'));
const kindsOf = (objects: readonly KubernetesObject[]): readonly string[] => objects.map(({ kind }) => kind).toSorted();

/** Each once: helm takes a quarter of a second. */
const templated = new Map<string, ReturnType<typeof templateChart>>();
function template(values: string): ReturnType<typeof templateChart> {
  const output = templated.get(values) ?? templateChart(values);
  templated.set(values, output);
  return output;
}

const collectors = missingChart === undefined ? names.flatMap((name) => renderCase(name)) : [];
const title = missingChart ?? `chart ${readChartVersion()}`;

/** Throws where what the chart makes of the values is not what the same Collector is without it. */
async function compareWithChart({ values, config, objects }: Rendered): Promise<void> {
  const { code, output, error } = await template(values);
  expect({ code, error }).toEqual({ code: 0, error: '' });
  const rendered = parseObjects(output);
  const chart = readFacts(rendered, chartVariables);
  const own = readFacts(objects);
  expect(parse(chart.config ?? '')).toEqual(config);
  expect(chart).toEqual(expectedOf(own, chart));
  expect(chart.selectsItself).toBe(true);
  expect(own.ingress.filter((line) => !covers(chart.ingress, line))).toEqual([]);
  expect(chart.ingress.filter((line) => !covers(own.ingress, line) && !widens(line, own))).toEqual([]);
  // Rights in a namespace are rights in the cluster here: the chart has no Role.
  expect(kindsOf(rendered)).toEqual(kindsOf(objects.filter(({ kind }) => kind !== 'Role' && kind !== 'RoleBinding')));
}

describe.skipIf(missingChart !== undefined)(`Helm values (${title})`, () => {
  it.concurrent.for(collectors.map((each) => [each.title, each] as const))('%s', async ([, each]) => {
    await expect(compareWithChart(each)).resolves.toBeUndefined();
  });

  it('are of every case that runs in a cluster', () => {
    expect(collectors.length).toBeGreaterThan(35);
  });

  it('are no templates, whatever a manifest says', async () => {
    const manifest = readCase('two-tier').replace(
      'match: { errors: true }',
      "match: { attribute: { key: route, values: ['/{{id}}', '{{', '{{{ x'] } }",
    );
    for (const each of renderCase('braces', manifest)) await expect(compareWithChart(each)).resolves.toBeUndefined();
  });

  const [gateway] = collectors.filter((each) => each.title === 'two-tier/production/shop-gateway');
  const [agent] = collectors.filter((each) => each.title === 'two-tier/production/shop-agent');

  it.each([
    ['a key that is not there', gateway, 'alternateConfig:', 'alternativeConfig:', "'alternativeConfig' not allowed"],
    ['null for a port of one’s own', agent, 'ports:', 'ports:\n  mine:\n    enabled: true\n    hostPort: null', '/ports/mine/hostPort'],
    ['a value of another type', gateway, 'containerPort: 4317', 'containerPort: "4317"', 'got string, want integer'],
  ])('are refused with %s', async (_what, rendered, from, to, message) => {
    const { code, error } = await template(replaceOnce(rendered?.values, from, to));
    expect({ code, error }).toEqual({ code: 1, error: expect.stringContaining(message) as string });
  });

  it.each([
    ['a preset that is left on', agent, 'mode: daemonset', 'mode: daemonset\npresets:\n  logsCollection:\n    enabled: true'],
    ['the chart’s own config below', gateway, 'alternateConfig:', 'config:'],
    ['a volume that is not there', agent, '  - name: secret-tiers\n    secret:', '  - name: secret-tier\n    secret:'],
    ['a port that is closed', gateway, 'otlp:\n    enabled: true', 'otlp:\n    enabled: false'],
    ['a port of the node', agent, '    hostPort: null\n', ''],
    ['another service account', agent, 'automountServiceAccountToken: true', 'automountServiceAccountToken: false'],
    ['fewer rights', agent, '- nodes/stats\n', '- nodes\n'],
    ['the memory limit of the chart', gateway, 'useGOMEMLIMIT: false', 'useGOMEMLIMIT: true'],
    ['a Service with an address', gateway, 'clusterIP: None', 'type: ClusterIP'],
  ])('fail these tests with %s', async (_what, rendered, from, to) => {
    if (rendered === undefined) throw new Error('there is no such case');
    await expect(compareWithChart({ ...rendered, values: replaceOnce(rendered.values, from, to) })).rejects.toThrow(/expected/);
  });

  describe.skipIf(missingKubeconform !== undefined)(
    `kubeconform${missingKubeconform === undefined ? '' : ` (${missingKubeconform})`}`,
    () => {
      it('accepts what the chart makes of them', async () => {
        const outputs = await Promise.all(collectors.map(async ({ values }) => (await template(values)).output));
        const { resources, summary } = await runKubeconform(outputs.join('\n---\n'));
        expect(resources).toEqual([]);
        expect(summary).toEqual({ valid: expect.any(Number) as number, invalid: 0, errors: 0, skipped: 0 });
        expect(summary.valid).toBeGreaterThan(6 * collectors.length);
      });

      it('refuses a field that a pod does not have', async () => {
        const { output } = await template(replaceOnce(gateway?.values, 'maxSkew: 1', 'maximumSkew: 1'));
        expect((await runKubeconform(output)).summary.invalid).toBe(1);
      });
    },
  );
});

function replaceOnce(text: string | undefined, from: string, to: string): string {
  expect(text?.includes(from), from).toBe(true);
  return text?.replace(from, () => to) ?? '';
}
