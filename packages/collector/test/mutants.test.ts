// Manifests with mistakes: what is not refused with a coded problem, a real Collector accepts.
import { ManifestError, parsePlatformManifest } from '@plinth/manifest';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { generateCollector } from '../src/generate.ts';
import { buildOfflineConfig } from '../src/validators/offline-config.ts';
import { validateWithOtelcol } from '../src/validators/run-otelcol.ts';
import { mutatedManifests } from '../testdata/mutate-manifest.ts';
import { describeOtelcol } from './describe-otelcol.ts';

function renderOrRefuse(text: string): readonly string[] {
  try {
    return generateCollector(parsePlatformManifest(text, 'm.yaml'), { source: 'm.yaml' })
      .filter(
        ({ path, content }) => /^[^/]+\/[^/]+\.yaml$/.test(path) && !path.endsWith('alerts.yaml') && !content.includes('elasticsearch/'),
      )
      .map(({ content }) => content);
  } catch (error) {
    if (error instanceof ManifestError) return [];
    throw error;
  }
}

describeOtelcol('mutated manifests', (binary) => {
  it('are refused, or rendered to what is accepted', { timeout: 120_000 }, async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(mutatedManifests, async (text) => {
        for (const content of renderOrRefuse(text)) {
          const { config, env } = buildOfflineConfig(content, { PLINTH_STORAGE: '/tmp' });
          expect(await validateWithOtelcol({ binary, config, env })).toMatchObject({ accepted: true, problems: [] });
          accepted++;
        }
      }),
      { numRuns: 120 },
    );
    expect(accepted).toBeGreaterThan(10);
  });
});
