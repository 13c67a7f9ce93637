// What the chart refuses, or takes and does not mean: seen with `helm template` and chart 0.170.0.
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

interface Values {
  readonly ports: Readonly<Record<string, { readonly enabled: boolean; readonly containerPort?: number; readonly hostPort?: null }>>;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly topologySpreadConstraints?: readonly { readonly labelSelector: { readonly matchLabels: Readonly<Record<string, string>> } }[];
  readonly alternateConfig: unknown;
}

const golden = new URL('../testdata/golden/', import.meta.url).pathname;
const files = globSync('*/expected/*/helm/*.values.yaml', { cwd: golden });

it.each(files)('%s', (file) => {
  const { ports, podLabels, topologySpreadConstraints = [], alternateConfig } = parse(readFileSync(`${golden}${file}`, 'utf8')) as Values;
  // Its schema takes null in the place of a number only for ports of its own.
  const closed = Object.entries(ports).filter(([, port]) => 'hostPort' in port);
  expect(['otlp', 'otlp-http']).toEqual(expect.arrayContaining(closed.map(([name]) => name)));
  // Pods have the labels of the release and these, and no others.
  for (const { labelSelector } of topologySpreadConstraints) expect(podLabels).toMatchObject(labelSelector.matchLabels);
  const listened = [...JSON.stringify(alternateConfig).matchAll(/"endpoint":"\$\{env:K8S_POD_IP\}:(\d+)"/g)].map(([, port]) =>
    Number(port),
  );
  const opened = Object.values(ports).map(({ containerPort }) => containerPort);
  // The probes' port is opened to the kubelet only.
  expect(opened).toEqual(expect.arrayContaining(listened.filter((port) => port !== 13133)));
});
