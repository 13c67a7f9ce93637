// The config file itself, for `otelcol --config`.
import { buildHeader, renderYaml } from '@plinth/artefact';
import type { ConfiguredCollector, CollectorRenderer } from './renderer.ts';

export const renderRaw: CollectorRenderer = (input) => [
  { path: `${input.model.environment}/${input.model.name}.yaml`, content: renderConfigText(input) },
];

/** The config with its reasons, as a file that a Collector is started with. */
export function renderConfigText({ model, config: { config, comments }, source }: ConfiguredCollector): string {
  const { collectorVersion, memoryBytes, replicas } = model.workload;
  const header = [
    buildHeader(source),
    `${model.tier} of ${model.environment}, OpenTelemetry Collector ${collectorVersion}, ${replicas} × ${Math.round(memoryBytes / 2 ** 20)} MiB.`,
  ].join('\n');
  return renderYaml(config, { header, comments });
}
