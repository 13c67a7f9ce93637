import { basename, join } from 'node:path';
import { checkDrift, writeArtefacts, type Artefact, type Drift } from '@plinth/artefact';
import { generateCollector } from '@plinth/collector';
import { loadPlatformManifest } from '@plinth/manifest';
import { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';

interface RenderOptions {
  readonly out: string;
  readonly environment?: readonly string[];
  readonly check?: boolean;
  readonly json?: boolean;
}

export function createRender({ write, writeError }: Terminal, done: (code: ExitCode) => void): Command {
  return new Command('render')
    .description('Renders the Collector configs and what runs them from a platform manifest.')
    .argument('[manifest]', 'the manifest', 'plinth.platform.yaml')
    .option('-o, --out <folder>', 'where they are written', 'collector')
    .option('-e, --environment <names...>', 'only these environments')
    .option('--check', 'write nothing; exit 1 where the folder differs')
    .option('--json', 'say it as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  plinth collector render\n  plinth collector render plinth.platform.yaml --out deploy/collector --environment production\n  plinth collector render --check        # in CI',
    )
    .action(async (file: string, options: RenderOptions, command: Command) => {
      const manifest = await loadPlatformManifest(file);
      const known = Object.keys(manifest.environments);
      const unknown = options.environment?.find((name) => !known.includes(name));
      if (unknown !== undefined) command.error(`environment ${unknown} is not in ${file}; it has ${known.join(', ')}`);
      const artefacts = generateCollector(manifest, {
        source: basename(file),
        ...(options.environment && { environments: options.environment }),
      });
      const drift =
        options.environment === undefined
          ? await apply(options.out, artefacts, options)
          : await applyEach(options.environment, artefacts, options);
      if (options.environment !== undefined)
        for (const name of await findForgotten(options.out, known))
          writeError(`${options.out}/${name}: ${file} has no such environment any more; render without --environment removes its files\n`);
      if (options.json)
        write(`${JSON.stringify({ folder: options.out, artefacts: artefacts.map(({ path }) => path), changed: drift }, undefined, 2)}\n`);
      else if (options.check) {
        for (const { path, kind } of drift) writeError(`${options.out}/${path}: ${kind}\n`);
        write(
          drift.length === 0
            ? `${artefacts.length} files are as rendered\n`
            : `${drift.length} of ${artefacts.length} files differ: run plinth collector render\n`,
        );
      } else {
        for (const { path, kind } of drift) write(`${kind === 'extra' ? 'removed' : 'wrote'} ${options.out}/${path}\n`);
        write(`${artefacts.length} files, ${drift.length} changed\n`);
      }
      done(options.check && drift.length > 0 ? exitCodes.findings : exitCodes.ok);
    });
}

function apply(folder: string, artefacts: readonly Artefact[], { check }: RenderOptions): Promise<readonly Drift[]> {
  return check ? checkDrift(folder, artefacts) : writeArtefacts(folder, artefacts);
}

/** Each environment has a folder: what is not asked for is not looked at. */
async function applyEach(names: readonly string[], artefacts: readonly Artefact[], options: RenderOptions): Promise<readonly Drift[]> {
  const drifts = names.map(async (name) => {
    const own = artefacts
      .filter(({ path }) => path.startsWith(`${name}/`))
      .map((artefact) => ({ ...artefact, path: artefact.path.slice(name.length + 1) }));
    const drift = await apply(join(options.out, name), own, options);
    return drift.map((each) => ({ ...each, path: `${name}/${each.path}` }));
  });
  return (await Promise.all(drifts)).flat();
}

/** Folders of environments that the manifest has no more: a render of one environment looks at its folder only, and leaves them. */
async function findForgotten(folder: string, known: readonly string[]): Promise<readonly string[]> {
  const rendered = await checkDrift(folder, []);
  const folders = rendered.flatMap(({ path }) => /^([^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(folders)].filter((name) => !known.includes(name));
}
