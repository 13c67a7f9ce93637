// The config file itself, for `otelcol --config`.
import { buildHeader, renderYaml, type Artefact } from '@plinth/artefact';
import type { CollectorModel } from '../model/collector-model.ts';
import { buildCollectorConfig } from './collector-config.ts';

export function renderRaw(model: CollectorModel, source: string): Artefact {
  return { path: `${model.environment}/${model.name}.yaml`, content: renderConfigText(model, source) };
}

export function renderConfigText(model: CollectorModel, source: string): string {
  const { config, comments } = buildCollectorConfig(model);
  const { collectorVersion, memoryBytes, replicas } = model.workload;
  const header = [
    buildHeader(source),
    `${model.tier} of ${model.environment}, OpenTelemetry Collector ${collectorVersion}, ${replicas} × ${Math.round(memoryBytes / 2 ** 20)} MiB.`,
  ].join('\n');
  return renderYaml(config, { header, comments });
}
