// The catalogs at a path, whatever stands there: a catalog.json, a folder of them, or services.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { CatalogError, type TelemetryCatalog } from '@plinth/catalog';
import { loadText } from '../core/load-text.ts';
import { buildProblem } from '../core/parse-manifest.ts';
import { ManifestError } from '../errors.ts';
import { loadWorkspace, type WorkspaceOptions } from '../workspace/workspace.ts';
import { parseCatalogFile } from './catalog-file.ts';
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

/** JSON files of a folder that name a service. Other JSON files are none of ours. */
async function findCatalogFiles(folder: string): Promise<readonly string[]> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [];
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
  const files = await Promise.all(
    names.map(async (name) => ({ file: join(folder, name), text: await readFile(join(folder, name), 'utf8').catch(() => '') })),
  );
  return files.filter(({ text }) => /^\s*\{\s*"version":\s*1,\s*"service":/.test(text)).map(({ file }) => file);
}

async function loadCatalogFile(path: string, file: string): Promise<readonly [string, TelemetryCatalog]> {
  let value: unknown;
  try {
    value = JSON.parse(await loadText(path));
    const { service } = (value ?? {}) as { readonly service?: unknown };
    return [typeof service === 'string' ? service : file, parseCatalogFile(value)];
  } catch (error) {
    if (error instanceof CatalogError)
      throw new ManifestError(
        error.problems.map(({ path: place, message }) => buildProblem('manifest.catalog_invalid', { file, path: place, message })),
        { cause: error },
      );
    if (error instanceof SyntaxError)
      throw new ManifestError([buildProblem('manifest.catalog_invalid', { file, message: `expected JSON, got: ${error.message}` })], {
        cause: error,
      });
    throw error;
  }
}
