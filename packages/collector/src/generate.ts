// Manifest to artefacts: the one place that knows the model and every renderer.
import type { Artefact } from '@plinth/artefact';
import type { OutputName, PlatformManifest } from '@plinth/manifest';
import type { CollectorModel } from './model/collector-model.ts';
import { buildPlatformModel } from './model/platform-model.ts';
import { renderAlerts } from './renderers/alerts.ts';
import { renderCompose } from './renderers/compose.ts';
import { renderHelm } from './renderers/helm.ts';
import { renderKubernetes } from './renderers/kubernetes/kubernetes.ts';
import { renderOperator } from './renderers/operator.ts';
import { renderRaw } from './renderers/raw.ts';
import { renderSizingReport } from './renderers/sizing-report.ts';

export interface GenerateOptions {
  /** Name of the manifest's file: it is in the head of each artefact. */
  readonly source: string;
  /** Names. Default: all. */
  readonly environments?: readonly string[];
}

/** The same bytes for the same manifest, whatever the order of its keys. */
export function generateCollector(manifest: PlatformManifest, { source, environments }: GenerateOptions): readonly Artefact[] {
  return buildPlatformModel(manifest)
    .filter(({ name }) => environments?.includes(name) ?? true)
    .flatMap((model) => {
      const outputs = manifest.environments[model.name]?.outputs ?? ['raw'];
      return [
        ...outputs.flatMap((output) => model.collectors.flatMap((collector) => renderOutput(output, collector, source))),
        ...(manifest.signals.includes('metrics') ? [renderAlerts(model, manifest.name, manifest.collectorVersion, source)] : []),
        renderSizingReport(model, manifest.name, source),
      ];
    });
}

function renderOutput(output: OutputName, model: CollectorModel, source: string): readonly Artefact[] {
  switch (output) {
    case 'raw':
      return [renderRaw(model, source)];
    case 'helm':
      // A sidecar is in other people's pods: the chart has no mode for it.
      return model.tier === 'sidecar' ? [renderRaw(model, source)] : [renderHelm(model, source)];
    case 'operator':
      return [renderOperator(model, source)];
    case 'kubernetes':
      return [renderKubernetes(model, source)];
    case 'compose':
      return renderCompose(model, source);
  }
}
