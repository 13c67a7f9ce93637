import { findCatalogChanges, loadCatalogs, type CatalogChange, type Catalogs } from '@plinth/manifest';
import { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly json?: boolean;
}

interface ServiceChange extends CatalogChange {
  readonly service: string;
}

export function createDiff({ write, cwd, env, now }: Terminal, done: (code: ExitCode) => void): Command {
  return new Command('diff')
    .description('Compares two catalogs, and exits with 1 where a change breaks queries, alerts or what was said about data.')
    .argument('<old>', 'a catalog.json, a folder of them, or services')
    .argument('<new>', 'the same')
    .option('--json', 'say it as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  plinth catalog diff deploy/catalog/storefront.json apps/storefront\n  plinth catalog diff main/deploy/catalog deploy/catalog',
    )
    .action(async (before: string, after: string, options: Options) => {
      const [old, current] = [await load(before), await load(after)];
      const changes = compare(old, current);
      const breaking = changes.filter((change) => change.breaking).length;
      if (options.json) write(`${JSON.stringify({ changes }, undefined, 2)}\n`);
      else {
        for (const change of changes)
          write(`${change.breaking ? 'BREAKING' : 'ok      '} ${change.service}: ${change.path} ${change.message}\n`);
        write(`${changes.length} changes, ${breaking} breaking\n`);
      }
      done(breaking > 0 ? exitCodes.findings : exitCodes.ok);
    });

  function load(path: string): Promise<Catalogs> {
    return loadCatalogs(path, { cwd, env, today: now() });
  }
}

/** Services by name; where each side has one, they are compared whatever they are called. */
function compare(before: Catalogs, after: Catalogs): readonly ServiceChange[] {
  const [[first], [second]] = [[...before], [...after]];
  if (before.size === 1 && after.size === 1 && first !== undefined && second !== undefined)
    return findCatalogChanges(first[1], second[1]).map((change) => ({ service: second[0], ...change }));
  const gone = [...before.keys()].filter((service) => !after.has(service));
  const added = [...after.keys()].filter((service) => !before.has(service));
  return [
    ...gone.map((service) => ({ service, breaking: true, path: 'catalog', message: 'was removed' })),
    ...added.map((service) => ({ service, breaking: false, path: 'catalog', message: 'was added' })),
    ...[...before].flatMap(([service, old]) => {
      const now = after.get(service);
      return now === undefined ? [] : findCatalogChanges(old, now).map((change) => ({ service, ...change }));
    }),
  ];
}
