import { parsePlatformManifest } from '@plinth/manifest';
import { expect, test } from 'vitest';
import type { CollectorModel } from '../model/collector-model.ts';
import { buildPlatformModel } from '../model/platform-model.ts';
import { buildCommentedConfig } from './commented-config.ts';

const manifest = `
version: 1
name: shop
collectorVersion: 0.161.0
backends:
  all: { type: otlp, endpoint: https://otlp.example.com }
environments:
  local: { topology: local }
`;

const [model] = buildPlatformModel(parsePlatformManifest(manifest, 'plinth.platform.yaml')).flatMap(({ collectors }) => collectors);

/** The model with keys added to its exporters of OTLP. */
function withExporterKeys(keys: Readonly<Record<string, string>>): CollectorModel {
  if (model === undefined) throw new Error('no Collector was modelled');
  const pipelines = model.pipelines.map((pipeline) => ({
    ...pipeline,
    exporters: pipeline.exporters.map((exporter) =>
      exporter.type === 'otlp_http' ? { ...exporter, config: { ...exporter.config, ...keys } } : exporter,
    ),
  }));
  return { ...model, pipelines };
}

test('a component that its version of the Collector takes is printed', () => {
  expect(Object.keys(buildCommentedConfig(withExporterKeys({})).config.exporters ?? {})).toHaveLength(1);
});

test('one that it does not take is an error with every place', () => {
  expect(() => buildCommentedConfig(withExporterKeys({ endpont: 'https://a.example.com', timeout: 'soon' }))).toThrow(
    expect.objectContaining({
      code: 'collector.component_invalid',
      problems: [
        expect.stringMatching(/^local, shop: exporters\.otlp_http\S*\.endpont /),
        expect.stringMatching(/^local, shop: exporters\.otlp_http\S*\.timeout /),
      ],
    }),
  );
});
