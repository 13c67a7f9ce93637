// Manifest to artefacts: the one place that knows the model and every renderer.
import type { Artefact } from '@plinth/artefact';
import type { OutputName, PlatformManifest } from '@plinth/manifest';
import type { CollectorModel } from './model/collector-model.ts';
import { buildPlatformModel } from './model/platform-model.ts';
import { renderRaw } from './renderers/raw.ts';

export interface GenerateOptions {
  /** Name of the manifest's file: it is in the head of each artefact. */
  readonly source: string;
  /** In the place of the outputs that each environment asks for. */
  readonly outputs?: readonly OutputName[];
  readonly environments?: readonly string[];
}

/** The same bytes for the same manifest, whatever the order of its keys. */
export function generateCollector(manifest: PlatformManifest, options: GenerateOptions): readonly Artefact[] {
  const { source } = options;
  return buildPlatformModel(manifest)
    .filter(({ name }) => options.environments?.includes(name) ?? true)
    .flatMap(({ name, collectors }) => {
      const outputs = options.outputs ?? manifest.environments[name]?.outputs ?? ['raw'];
      return outputs.flatMap((output) => collectors.flatMap((model) => render(output, model, source)));
    });
}

function render(output: OutputName, model: CollectorModel, source: string): readonly Artefact[] {
  return output === 'raw' ? [renderRaw(model, source)] : [];
}
