// Manifests with mistakes: what is not refused with a coded problem, a real Collector accepts.
import { ManifestError, parsePlatformManifest } from '@plinth/manifest';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { generateCollector } from '../src/generate.ts';
import { buildOfflineConfig } from '../src/validators/offline-config.ts';
import { validateWithOtelcol } from '../src/validators/run-otelcol.ts';
import { mutatedManifests } from '../testdata/mutate-manifest.ts';
import { describeOtelcol, explainMissingElasticsearch } from './describe-otelcol.ts';

function renderOrRefuse(text: string): readonly string[] {
  try {
    return generateCollector(parsePlatformManifest(text, 'm.yaml'), { source: 'm.yaml' })
      .filter(({ path }) => /^[^/]+\/[^/]+\.yaml$/.test(path) && !path.endsWith('alerts.yaml'))
      .map(({ content }) => content);
  } catch (error) {
    if (error instanceof ManifestError) return [];
    throw error;
  }
}

/** Found by the property: an outage shorter than the longest wait between two retries. */
const shortOutage = `version: 1
name: shop
collectorVersion: 0.161.0
load: { outage: 1s }
backends:
  all: { type: otlp, endpoint: https://otlp.example.com }
  prometheus: { type: prometheus, protocol: remote_write, endpoint: https://prometheus.example.com }
environments:
  local: { topology: local }
  production: { topology: agent_gateway, internalTls: { certificateSecret: tiers } }
`;

const elastic = 'backends:\n  elastic: { type: elasticsearch, endpoints: [https://es.example.com:9200] }\n';

describeOtelcol('mutated manifests', (binary) => {
  const hasElasticsearch = explainMissingElasticsearch(binary) === undefined;

  it('are refused, or rendered to what is accepted', { timeout: 120_000 }, async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(mutatedManifests, async (text) => {
        for (const content of renderOrRefuse(text)) {
          if (!hasElasticsearch && content.includes('elasticsearch/')) continue;
          const { config, env } = buildOfflineConfig(content, { PLINTH_STORAGE: '/tmp' });
          expect(await validateWithOtelcol({ binary, config, env })).toMatchObject({ accepted: true, problems: [] });
          accepted++;
        }
      }),
      { numRuns: 120, examples: [[shortOutage], [shortOutage.replace('backends:\n', elastic)]] },
    );
    expect(accepted).toBeGreaterThan(10);
  });
});
