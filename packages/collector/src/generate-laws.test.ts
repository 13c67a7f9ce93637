import { ManifestError, parsePlatformManifest, type PlatformManifest } from '@plinth/manifest';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mutatedManifests } from '../testdata/mutate-manifest.ts';
import { generateCollector } from './generate.ts';
import { lint } from './lint/lint.ts';
import { renderText } from './lint/render-text.ts';

function parseOrRefuse(text: string): PlatformManifest | undefined {
  try {
    return parsePlatformManifest(text, 'm.yaml');
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    for (const { line, column, message, remedy } of error.problems) {
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
      expect(message).toMatch(/^expected |^[A-Z]/);
      expect(remedy).not.toBe('');
    }
    return undefined;
  }
}

test('any manifest gives coded problems, or configs without an error of the linter', { timeout: 60_000 }, () => {
  let [accepted, refused] = [0, 0];
  fc.assert(
    fc.property(mutatedManifests, (text) => {
      const manifest = parseOrRefuse(text);
      if (manifest === undefined) return void refused++;
      accepted++;
      const files = generateCollector(manifest, { source: 'm.yaml' }).filter(
        ({ path }) => /^[^/]+\/[^/]+\.yaml$/.test(path) && !path.endsWith('alerts.yaml'),
      );
      const findings = lint(
        files.map(({ path, content }) => ({ path, text: content })),
        { collectorVersion: manifest.collectorVersion },
      );
      expect(renderText(findings.filter(({ severity }) => severity === 'error'))).toBe('no findings\n');
    }),
    { numRuns: 800 },
  );
  // Neither everything nor nothing is let through.
  expect(Math.min(accepted, refused)).toBeGreaterThan(60);
});
