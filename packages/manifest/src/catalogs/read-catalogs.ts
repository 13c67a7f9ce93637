// The catalogs of services: from their modules or JSON files, checked, with a problem for each that has none.
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { TelemetryCatalog } from '@plinth/catalog';
import type { ManifestProblem, ManifestProblemCode } from '../errors.ts';
import { buildProblem } from '../core/parse-manifest.ts';
import type { ServiceSource } from '../workspace/service-source.ts';
import { buildCatalogFile, findConflicts, type CatalogFile } from './catalog-file.ts';
import { checkCatalog, parseCatalogText } from './catalog-text.ts';
import { loadModules, type Loaded } from './load-modules.ts';
import type { LoadFailure } from './messages.ts';

/** The catalog of a service, or why there is none. */
export interface ServiceCatalog {
  readonly service: string;
  /** Path of the service's plinth.yaml. */
  readonly file: string;
  /** Absent where there are problems. */
  readonly catalog?: { readonly file: CatalogFile; readonly definition: TelemetryCatalog };
  readonly problems: readonly ManifestProblem[];
  /** What is worth a line and stops nothing. */
  readonly notices: readonly ManifestProblem[];
}

export interface ReadCatalogsOptions {
  /** Paths in messages are relative to it. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds that one module may take. Default: 15000. */
  readonly deadlineMs?: number;
}

/** Milliseconds: a module that defines telemetry takes a few; a machine under load may need a thousand times more. */
const defaultDeadlineMs = 15_000;

/**
 * Reads the catalog of each service. Modules are loaded in one process of their own with a recorder in the place of
 * `@plinth/node`, so that nothing of the service starts. A module that throws, hangs, exits or prints costs only itself. When
 * the promise resolves, nothing is left running.
 */
export async function readCatalogs(services: readonly ServiceSource[], options: ReadCatalogsOptions): Promise<readonly ServiceCatalog[]> {
  const { cwd, env, deadlineMs = defaultDeadlineMs } = options;
  const found = await Promise.all(services.map((source) => findTelemetry(source)));
  const modules = found.flatMap(({ path, text, missing }, index) => {
    const source = services[index];
    return source === undefined || text !== undefined || missing !== undefined ? [] : [{ index, file: path, folder: source.folder }];
  });
  const loaded = modules.length === 0 ? new Map<number, Loaded>() : await loadModules(modules, { deadlineMs, env });
  return services.map((source, index) => {
    const { path = '', text, missing } = found[index] ?? {};
    const shown = relative(cwd, path);
    const result = loaded.get(index);
    if (result !== undefined) return buildFromModule(source, shown, result, deadlineMs);
    return text === undefined ? fail(source, [buildMissing(source, shown, missing)]) : buildFromText(source, shown, text);
  });
}

interface Telemetry {
  readonly path: string;
  /** The text of a JSON file. */
  readonly text?: string;
  /** Why there is no file: the code of the system. */
  readonly missing?: string;
}

async function findTelemetry({ folder, manifest }: ServiceSource): Promise<Telemetry> {
  const path = join(folder, manifest.telemetry);
  try {
    const text = await readFile(path, 'utf8');
    return { path, ...(path.endsWith('.json') && { text: text.replace(/^\uFEFF/, '') }) };
  } catch (error) {
    return { path, missing: (error as NodeJS.ErrnoException).code ?? String(error) };
  }
}

function buildFromText(source: ServiceSource, file: string, text: string): ServiceCatalog {
  return buildChecked(source, parseCatalogText(text, file), []);
}

function buildFromModule(source: ServiceSource, file: string, result: Loaded, deadlineMs: number): ServiceCatalog {
  switch (result.kind) {
    case 'hung':
      return fail(source, [
        buildProblem('manifest.catalog_hangs', { file, message: `expected the end of the module within ${deadlineMs / 1000} s, got none` }),
      ]);
    case 'died':
      return fail(source, [
        buildProblem('manifest.catalog_exits', { file, message: 'expected a module that ends, got the end of its process' }),
      ]);
    case 'failed':
      return fail(source, [buildFailure(file, result.failure, result.output)]);
    case 'loaded': {
      const { catalogs, output, running } = result;
      if (catalogs.length === 0)
        return fail(source, [buildProblem('manifest.catalog_empty', { file, message: `expected a catalog, got none${quote(output)}` })]);
      const conflicts = findConflicts(catalogs);
      if (conflicts.length > 0)
        return fail(source, [
          buildProblem('manifest.catalog_invalid', { file, message: `expected one definition of ${conflicts.join(', ')}, got several` }),
        ]);
      const notices = [
        ...(output === '' ? [] : [buildProblem('manifest.catalog_prints', { file, message: `expected no output${quote(output)}` })]),
        ...(running.length === 0
          ? []
          : [
              buildProblem('manifest.catalog_starts_something', {
                file,
                message: `expected nothing that runs on, got ${running.join(', ')}`,
              }),
            ]),
      ];
      return buildChecked(source, checkCatalog(buildCatalogFile(source.manifest.name, catalogs), file), notices);
    }
  }
}

function buildChecked(
  source: ServiceSource,
  { definition, problems }: ReturnType<typeof checkCatalog>,
  notices: readonly ManifestProblem[],
): ServiceCatalog {
  if (definition === undefined) return fail(source, problems);
  const { name } = source.manifest;
  return { service: name, file: source.file, catalog: { definition, file: buildCatalogFile(name, [definition]) }, problems: [], notices };
}

const codes: Readonly<Record<LoadFailure['reason'], ManifestProblemCode>> = {
  not_erasable: 'manifest.catalog_not_erasable',
  import_missing: 'manifest.catalog_import_missing',
  invalid: 'manifest.catalog_invalid',
  throws: 'manifest.catalog_throws',
  exits: 'manifest.catalog_exits',
};

function buildFailure(file: string, { reason, message, line, column }: LoadFailure, output: string): ManifestProblem {
  const place = line === undefined ? {} : { place: { line, column: column ?? 1 } };
  return buildProblem(codes[reason], {
    file,
    ...place,
    message: `expected telemetry, got: ${message.replaceAll('\n', ' ')}${quote(output)}`,
  });
}

/** What a module printed, for the person who looks for its fault. */
function quote(output: string): string {
  const text = output.trim().split('\n').slice(0, 5).join(' | ').slice(0, 300);
  return text === '' ? '' : `; it printed: ${text}`;
}

function buildMissing({ locate, manifest }: ServiceSource, file: string, code = 'nothing'): ManifestProblem {
  const message = code === 'ENOENT' ? `expected ${file}, got nothing (${manifest.name})` : `expected the file ${file}, got ${code}`;
  return locate({ code: 'manifest.catalog_missing', path: ['telemetry'], message });
}

function fail({ manifest, file }: ServiceSource, problems: readonly ManifestProblem[]): ServiceCatalog {
  return { service: manifest.name, file, problems, notices: [] };
}
