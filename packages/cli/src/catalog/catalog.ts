import { resolve } from 'node:path';
import { checkArtefacts, renderJson, writeArtefacts } from '@plinth/artefact';
import { renderProblem } from '@plinth/findings';
import { loadWorkspace, readCatalogs, type ServiceCatalog } from '@plinth/manifest';
import { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { reportGeneration } from '../generation-report.ts';
import type { Terminal } from '../terminal.ts';
import { createDiff } from './diff.ts';
import { renderCatalog } from './render-catalog.ts';

interface Options {
  readonly platform?: string;
  readonly out?: string;
  readonly check?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

export function createCatalog(terminal: Terminal, done: (code: ExitCode) => void): Command {
  const { write, writeError, cwd, env, now } = terminal;
  return new Command('catalog')
    .description('Reads what services count and tell, without starting them: their metrics, events, labels and data classes.')
    .argument('[path]', 'a plinth.yaml, the folder of a service, or a folder of services', '.')
    .option('--platform <name>', 'the platform manifest: a path, or an npm package that holds one')
    .option('-o, --out <folder>', 'write catalog/<service>.json there instead of printing')
    .option('--check', 'with --out: write nothing; exit 1 where the folder differs')
    .option('--force', 'with --out: overwrite what a person wrote at the path of a catalog')
    .option('--json', 'say it as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  plinth catalog\n  plinth catalog apps/storefront --json > storefront.json\n  plinth catalog --out deploy\n  plinth catalog diff storefront.json apps/storefront      # exit 1 where something breaks',
    )
    .addCommand(createDiff(terminal, done))
    .action(async (path: string, options: Options, command: Command) => {
      const alone = options.out === undefined && (options.check ? '--check' : options.force && '--force');
      if (alone) command.error(`${alone} is about files: say where they are with --out <folder>`);
      const { services, notices } = await loadWorkspace({ start: path, platform: options.platform, cwd, today: now() });
      const results = await readCatalogs(services, { cwd, env });
      for (const notice of [...notices, ...results.flatMap((result) => result.notices)]) writeError(`note: ${renderProblem(notice)}\n`);
      const problems = results.flatMap((result) => result.problems);
      for (const problem of problems) writeError(`${renderProblem(problem)}\n`);
      const failed = problems.length > 0 ? exitCodes.findings : exitCodes.ok;
      if (options.out === undefined) {
        write(options.json ? renderFiles(results) : results.map(renderCatalog).join('\n'));
        done(failed);
        return;
      }
      // The file of a service whose catalog cannot be read stays as it is.
      const sources = results.flatMap(({ service, file, catalog }) =>
        catalog === undefined
          ? []
          : [{ source: resolve(cwd, file), artefacts: [{ path: `catalog/${service}.json`, content: renderJson(catalog.file) }] }],
      );
      const generation = { generator: 'catalog', sources };
      const report = options.check
        ? await checkArtefacts(options.out, generation)
        : await writeArtefacts(options.out, generation, { force: options.force ?? false });
      const paths = sources.flatMap(({ artefacts }) => artefacts.map((artefact) => artefact.path));
      const run = { folder: options.out, check: options.check ?? false, json: options.json ?? false, paths };
      const code = reportGeneration(terminal, run, report);
      done(failed === exitCodes.ok ? code : failed);
    });
}

/** One catalog as it is, several as a list. A service without a catalog alone is null. */
function renderFiles(results: readonly ServiceCatalog[]): string {
  const files = results.flatMap(({ catalog }) => (catalog === undefined ? [] : [catalog.file]));
  return renderJson(results.length === 1 ? (files[0] ?? null) : files);
}
