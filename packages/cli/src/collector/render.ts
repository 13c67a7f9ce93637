import { basename, dirname, join, relative } from 'node:path';
import { checkArtefacts, writeArtefacts, type Generation } from '@plinth/artefact';
import { generateCollector } from '@plinth/collector';
import { findPlatformAbove, loadPlatformManifest } from '@plinth/manifest';
import { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import { reportGeneration } from '../generation-report.ts';
import type { Terminal } from '../terminal.ts';

interface RenderOptions {
  readonly out?: string;
  readonly environment?: readonly string[];
  readonly check?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

export function createRender(terminal: Terminal, done: (code: ExitCode) => void): Command {
  return new Command('render')
    .description('Renders the Collector configs and what runs them from a platform manifest.')
    .argument('[manifest]', 'the manifest; default: the nearest plinth.platform.yaml, in this folder or above it')
    .option('-o, --out <folder>', 'where they are written; default: collector, beside a manifest that was looked for')
    .option('-e, --environment <names...>', 'only these environments')
    .option('--check', 'write nothing; exit 1 where the folder differs')
    .option('--force', 'overwrite what a person wrote at the path of a rendered file')
    .option('--json', 'say it as JSON')
    .addHelpText(
      'after',
      '\nThe file plinth.lock.json in the folder records what was written. Nothing else is ever replaced or removed.\n\nExamples:\n  plinth collector render\n  plinth collector render plinth.platform.yaml --out deploy/collector --environment production\n  plinth collector render --check        # in CI',
    )
    .action(async (given: string | undefined, options: RenderOptions, command: Command) => {
      const file = given ?? (await findManifest(terminal.cwd));
      const out = options.out ?? (given === undefined ? join(dirname(file), 'collector') : 'collector');
      const manifest = await loadPlatformManifest(file);
      const known = Object.keys(manifest.environments);
      const unknown = options.environment?.find((name) => !known.includes(name));
      if (unknown !== undefined) command.error(`environment ${unknown} is not in ${file}; it has ${known.join(', ')}`);
      const artefacts = generateCollector(manifest, {
        source: basename(file),
        ...(options.environment && { environments: options.environment }),
      });
      const everything: Generation = { generator: 'collector', sources: [{ source: file, artefacts }] };
      const generation = options.environment === undefined ? everything : { ...everything, covers: isIn(options.environment) };
      const report = options.check
        ? await checkArtefacts(out, generation)
        : await writeArtefacts(out, generation, { force: options.force ?? false });
      const run = {
        folder: out,
        check: options.check ?? false,
        json: options.json ?? false,
        paths: artefacts.map(({ path }) => path),
      };
      const code = reportGeneration(terminal, run, report);
      if (options.environment !== undefined)
        for (const name of await findForgotten(out, everything, known))
          terminal.writeError(`${out}/${name}: ${file} has no such environment any more; render without --environment removes its files\n`);
      done(code);
    });
}

/** The manifest that nobody named. Where there is none, the error names the file that is missing. */
async function findManifest(cwd: string): Promise<string> {
  const found = await findPlatformAbove(cwd);
  return found === undefined ? 'plinth.platform.yaml' : relative('', found);
}

/** Each environment has a folder of its own: what is not asked for is not looked at. */
function isIn(environments: readonly string[]): (path: string) => boolean {
  return (path) => environments.some((name) => path.startsWith(`${name}/`));
}

/** Folders that this manifest rendered for environments which it no longer has. A render of one environment leaves them. */
async function findForgotten(folder: string, { generator, sources }: Generation, known: readonly string[]): Promise<readonly string[]> {
  const covers = (path: string): boolean => !known.some((name) => path.startsWith(`${name}/`));
  const nothing = sources.map(({ source }) => ({ source, artefacts: [] }));
  const { changes } = await checkArtefacts(folder, { generator, sources: nothing, covers });
  return [...new Set(changes.flatMap(({ path }) => /^([^/]+)\//.exec(path)?.[1] ?? []))];
}
