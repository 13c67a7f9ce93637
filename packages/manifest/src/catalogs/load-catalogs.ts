// The catalogs at a path, whatever stands there: a catalog.json, a folder of them, or services.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { TelemetryCatalog } from '@plinth/catalog';
import { loadText } from '../core/load-text.ts';
import { ManifestError } from '../errors.ts';
import { loadWorkspace, type WorkspaceOptions } from '../workspace/workspace.ts';
import { parseCatalogText } from './catalog-text.ts';
import { readCatalogs, type ReadCatalogsOptions } from './read-catalogs.ts';

/** Catalogs by the name of their service. */
export type Catalogs = ReadonlyMap<string, TelemetryCatalog>;

/**
 * Loads what stands at a path: a JSON file with a catalog; a folder with such files, as a generator writes it; else the
 * services that {@link loadWorkspace} finds there, from their modules.
 *
 * @throws {ManifestError} with every problem of every file
 */
export async function loadCatalogs(path: string, options: Omit<WorkspaceOptions, 'start'> & ReadCatalogsOptions): Promise<Catalogs> {
  const { cwd } = options;
  const place = resolve(cwd, path);
  const files = path.endsWith('.json') ? [place] : await findCatalogFiles(place);
  if (files.length > 0) return new Map(await Promise.all(files.map((file) => loadCatalogFile(file, relative(cwd, file)))));
  const { services } = await loadWorkspace({ ...options, start: path });
  const results = await readCatalogs(services, options);
  const problems = results.flatMap((result) => result.problems);
  if (problems.length > 0) throw new ManifestError(problems);
  return new Map(results.flatMap(({ service, catalog }) => (catalog === undefined ? [] : [[service, catalog.definition] as const])));
}

/** JSON files of a folder that name a service. Other JSON files are none of ours. The folder of a service has its own say. */
async function findCatalogFiles(folder: string): Promise<readonly string[]> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [];
  const found = await readdir(folder);
  if (found.includes('plinth.yaml')) return [];
  const names = found.filter((name) => name.endsWith('.json')).toSorted();
  const files = await Promise.all(
    names.map(async (name) => ({ file: join(folder, name), text: await readFile(join(folder, name), 'utf8').catch(() => '') })),
  );
  return files.filter(({ text }) => /^\uFEFF?\s*\{\s*"version":\s*\d+,\s*"service":/.test(text)).map(({ file }) => file);
}

async function loadCatalogFile(path: string, file: string): Promise<readonly [string, TelemetryCatalog]> {
  const text = await loadText(path);
  const { definition, problems } = parseCatalogText(text, file);
  if (definition === undefined) throw new ManifestError(problems);
  const { service } = JSON.parse(text) as { readonly service?: unknown };
  return [typeof service === 'string' ? service : file, definition];
}
