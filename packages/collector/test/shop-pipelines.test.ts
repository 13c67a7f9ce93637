// The shop's own pipeline tests hold for what is rendered from its manifest, and the files in the tree are what is rendered.
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkArtefacts } from '@plinth/artefact';
import { parsePlatformManifest } from '@plinth/manifest';
import { expect, it } from 'vitest';
import { generateCollector } from '../src/generate.ts';
import { renderReport } from '../src/pipeline-test/report.ts';
import { runPipelineTests } from '../src/pipeline-test/run.ts';
import { describeOtelcol } from './describe-otelcol.ts';

const shop = join(import.meta.dirname, '../../../apps/shop');

it('the shop’s configs are as rendered', async () => {
  const source = join(shop, 'plinth.platform.yaml');
  const artefacts = generateCollector(parsePlatformManifest(await readFile(source, 'utf8'), source), { source: 'plinth.platform.yaml' });
  expect(await checkArtefacts(join(shop, 'collector'), { generator: 'collector', sources: [{ source, artefacts }] })).toEqual({
    changes: [],
    problems: [],
    notices: [],
  });
});

describeOtelcol('the shop’s pipeline tests', (binary) => {
  it.each(readdirSync(join(shop, 'pipeline-tests')))('%s', { timeout: 60_000 }, async (file) => {
    const report = await runPipelineTests(join(shop, 'pipeline-tests', file), { binary });
    expect(renderReport(report)).toContain(', 0 failed');
  });
});
