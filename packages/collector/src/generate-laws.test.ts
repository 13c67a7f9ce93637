import { ManifestError, parsePlatformManifest, type ManifestProblem, type PlatformManifest } from '@plinth/manifest';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mutatedManifests } from '../testdata/mutate-manifest.ts';
import { generateCollector } from './generate.ts';
import { lint } from './lint/lint.ts';

type Parsed = { readonly manifest: PlatformManifest } | { readonly problems: readonly ManifestProblem[] };

/** Anything but a coded error is a fault. */
function parse(text: string): Parsed {
  try {
    return { manifest: parsePlatformManifest(text, 'm.yaml') };
  } catch (error) {
    if (error instanceof ManifestError) return { problems: error.problems };
    throw error;
  }
}

test('any manifest gives coded problems, or configs without an error of the linter', { timeout: 60_000 }, () => {
  let [accepted, refused] = [0, 0];
  fc.assert(
    fc.property(mutatedManifests, (text) => {
      const parsed = parse(text);
      if ('problems' in parsed) {
        refused++;
        return (
          parsed.problems.length > 0 &&
          parsed.problems.every(({ line, column, message, remedy }) => line > 0 && column > 0 && message !== '' && remedy !== '')
        );
      }
      const { manifest } = parsed;
      accepted++;
      const files = generateCollector(manifest, { source: 'm.yaml' }).filter(
        ({ path }) => /^[^/]+\/[^/]+\.yaml$/.test(path) && !path.endsWith('alerts.yaml'),
      );
      const findings = lint(
        files.map(({ path, content }) => ({ path, text: content })),
        { collectorVersion: manifest.collectorVersion },
      );
      return findings.every(({ severity }) => severity !== 'error');
    }),
    { numRuns: 800 },
  );
  // Neither everything nor nothing is let through.
  expect(Math.min(accepted, refused)).toBeGreaterThan(60);
});
