// From a manifest to artefacts. This is the one place that knows the model and every renderer.
import type { Artefact } from '@plinth/artefact';
import type { OutputName, PlatformManifest } from '@plinth/manifest';
import { buildPlatformModel, type EnvironmentModel } from './model/platform-model.ts';
import { renderAlerts } from './renderers/alerts.ts';
import { buildCommentedConfig } from './renderers/commented-config.ts';
import { renderCompose } from './renderers/compose.ts';
import { renderHelm } from './renderers/helm.ts';
import { renderKubernetes } from './renderers/kubernetes/kubernetes.ts';
import { renderOperator } from './renderers/operator.ts';
import { renderRaw } from './renderers/raw.ts';
import type { CollectorRenderer } from './renderers/renderer.ts';
import { renderSizingReport } from './renderers/sizing-report.ts';

export interface GenerateOptions {
  /** Name of the manifest's file. The head of each artefact has it. */
  readonly source: string;
  /** Names of the environments. Default: all. */
  readonly environments?: readonly string[];
}

const outputs: Readonly<Record<OutputName, CollectorRenderer>> = {
  raw: renderRaw,
  helm: renderHelm,
  operator: renderOperator,
  kubernetes: renderKubernetes,
  compose: renderCompose,
};

/**
 * The artefacts are the same bytes for the same manifest, whatever the order of its keys.
 * @throws CollectorError `collector.component_invalid` with each problem.
 */
export function generateCollector(manifest: PlatformManifest, { source, environments }: GenerateOptions): readonly Artefact[] {
  return buildPlatformModel(manifest)
    .filter(({ name }) => environments?.includes(name) ?? true)
    .flatMap((environment) => renderEnvironment(manifest, environment, source));
}

function renderEnvironment(manifest: PlatformManifest, environment: EnvironmentModel, source: string): readonly Artefact[] {
  const asked = manifest.environments[environment.name]?.outputs ?? ['raw'];
  const collectors = environment.collectors.map((model) => ({ model, config: buildCommentedConfig(model), source }));
  const about = { environment, platform: manifest.name, collectorVersion: manifest.collectorVersion, source };
  return [
    ...asked.flatMap((output) => collectors.flatMap(outputs[output])),
    ...(manifest.signals.includes('metrics') ? renderAlerts(about) : []),
    ...renderSizingReport(about),
  ];
}
