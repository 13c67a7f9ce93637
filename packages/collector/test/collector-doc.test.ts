// docs/collector.md does what it says.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeArtefacts } from '@plinth/artefact';
import { parsePlatformManifest } from '@plinth/manifest';
import { expect, it } from 'vitest';
import { generateCollector } from '../src/generate.ts';
import { lint } from '../src/lint/lint.ts';
import { renderText } from '@plinth/findings';
import { renderReport } from '../src/pipeline-test/report.ts';
import { runPipelineTests } from '../src/pipeline-test/run.ts';
import { describeOtelcol } from './describe-otelcol.ts';

const text = await readFile(join(import.meta.dirname, '../../../docs/collector.md'), 'utf8');
const blocks = [...text.matchAll(/^```yaml\n# (plinth\.[a-z.-]+\.yaml)\n([\s\S]*?)^```$/gm)].map(([, name, block]) => ({
  name,
  block: block ?? '',
}));
const blockOf = (name: string): string => blocks.find((each) => each.name === name)?.block ?? '';

const artefacts = generateCollector(parsePlatformManifest(blockOf('plinth.platform.yaml'), 'plinth.platform.yaml'), {
  source: 'plinth.platform.yaml',
});

it('the manifest is rendered to the files that the page lists, and the linter finds nothing in them', () => {
  expect(artefacts.map(({ path }) => path).toSorted()).toEqual([
    'staging/kubernetes/shop-agent.yaml',
    'staging/kubernetes/shop-gateway.yaml',
    'staging/shop-agent.yaml',
    'staging/shop-collector-alerts.yaml',
    'staging/shop-gateway.yaml',
    'staging/shop-sizing.md',
  ]);
  const files = artefacts.filter(({ path }) => path.includes('/kubernetes/')).map(({ path, content }) => ({ path, text: content }));
  expect(renderText(lint(files, { environment: 'production' }))).toBe('no findings\n');
});

describeOtelcol('the page', (binary) => {
  it('has a pipeline test that holds', { timeout: 60_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plinth-doc-'));
    try {
      const sources = [{ source: join(folder, 'plinth.platform.yaml'), artefacts }];
      await writeArtefacts(join(folder, 'collector'), { generator: 'collector', sources });
      await writeFile(join(folder, 'plinth.pipeline-test.yaml'), blockOf('plinth.pipeline-test.yaml'));
      const report = await runPipelineTests(join(folder, 'plinth.pipeline-test.yaml'), { binary });
      expect(renderReport(report)).toContain('1 passed, 0 failed');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
