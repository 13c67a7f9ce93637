// The shop's four Collectors.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateCollector, requireOtelcol, type LintOptions } from '@plinth/collector';
import { loadPlatformManifest, type Duration, type Load } from '@plinth/manifest';
import type { Subject } from './judges.ts';

const shop = join(import.meta.dirname, '../../../apps/shop');

const collectors = [
  { name: 'shop', environment: 'local', pipelineTests: 'local' },
  { name: 'shop-agent', environment: 'production', pipelineTests: 'agent' },
  { name: 'shop-gateway', environment: 'production', pipelineTests: 'gateway' },
  { name: 'shop-sampler', environment: 'production', pipelineTests: 'sampler' },
] as const;

export async function buildSubjects(): Promise<readonly Subject[]> {
  const manifest = await loadPlatformManifest(join(shop, 'plinth.platform.yaml'));
  const binary = requireOtelcol();
  const withObjects = Object.fromEntries(
    Object.entries(manifest.environments).map(([name, environment]) => [
      name,
      { ...environment, outputs: environment.topology === 'local' ? (['raw'] as const).slice() : (['raw', 'kubernetes'] as const).slice() },
    ]),
  );
  const artefacts = generateCollector({ ...manifest, environments: withObjects }, { source: 'plinth.platform.yaml' });
  const contentOf = (path: string): string | undefined => artefacts.find((artefact) => artefact.path === path)?.content;
  return Promise.all(
    collectors.map(async ({ name, environment, pipelineTests }) => {
      const objects = contentOf(`${environment}/kubernetes/${name}.yaml`);
      const load = manifest.environments[environment]?.load ?? {};
      const beside = [`${environment}/kubernetes/`, `${environment}/shop-collector-alerts.yaml`];
      const others = artefacts.filter(({ path }) => beside.some((start) => path.startsWith(start)) && !path.endsWith(`/${name}.yaml`));
      return {
        name,
        config: contentOf(`${environment}/${name}.yaml`) ?? (await readFile(join(shop, 'collector', environment, `${name}.yaml`), 'utf8')),
        ...(objects !== undefined && { objects }),
        others: others.map(({ path, content }) => ({ path, text: content })),
        options: {
          collectorVersion: manifest.collectorVersion,
          distribution: manifest.image.distribution,
          environment: 'production' as const,
          dataClass: 'personal' as const,
          expected: expectRates({ ...manifest.load, ...defined(load) } as Load, manifest.sources.scrapeInterval, processesOf(objects)),
        },
        pipelineTests: join(shop, 'pipeline-tests', `${pipelineTests}.pipeline-test.yaml`),
        binary,
      };
    }),
  );
}

/** Replicas of a StatefulSet; of a DaemonSet, what one of the nodes gets at most is an unevenness of two. */
function processesOf(objects: string | undefined): number | 'node' {
  const replicas = /^ {2}(?:replicas|minReplicas): (\d+)$/m.exec(objects ?? '')?.[1];
  if (replicas !== undefined) return Number(replicas);
  return objects?.includes('kind: DaemonSet') ? 'node' : 1;
}

function expectRates(load: Load, scrapeInterval: Duration, processes: number | 'node'): NonNullable<LintOptions['expected']> {
  const share = processes === 'node' ? 2 / load.nodes : 1 / processes;
  return {
    outageSeconds: load.outage.seconds,
    spansPerSecond: load.spansPerSecond * share,
    tracesPerSecond: Math.ceil((load.spansPerSecond * share) / load.spansPerTrace),
    logRecordsPerSecond: load.logLinesPerSecond * share,
    dataPointsPerSecond: (load.series / scrapeInterval.seconds) * share,
  };
}

function defined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Partial<T>;
}
