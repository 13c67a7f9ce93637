// The text of a catalog.json, checked.
import { CatalogError, type TelemetryCatalog } from '@plinth/catalog';
import { buildProblem } from '../core/parse-manifest.ts';
import type { ManifestProblem } from '../errors.ts';
import { isOfLaterVersion, parseCatalogFile } from './catalog-file.ts';

interface ParsedCatalog {
  /** Absent where there are problems. */
  readonly definition?: TelemetryCatalog;
  readonly problems: readonly ManifestProblem[];
}

/** @param file the name of the file, for messages */
export function parseCatalogText(text: string, file: string): ParsedCatalog {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail({ file, message: `expected JSON, got: ${(error as Error).message}` });
  }
  if (isOfLaterVersion(value)) {
    const { version } = value as { readonly version: unknown };
    const remedy = 'use the release that wrote the file, or a newer one';
    return fail({ file, path: 'version', message: `expected 1, got ${JSON.stringify(version)}`, remedy });
  }
  return checkCatalog(value, file);
}

/** Checks a catalog that somebody else made. */
export function checkCatalog(value: unknown, file: string): ParsedCatalog {
  try {
    return { definition: parseCatalogFile(value), problems: [] };
  } catch (error) {
    if (!(error instanceof CatalogError)) throw error;
    const problems = error.problems.map(({ path, message, code }) =>
      buildProblem('manifest.catalog_invalid', { file, path, message: `${message} (${code})` }),
    );
    return { problems };
  }
}

function fail(parts: Parameters<typeof buildProblem>[1]): ParsedCatalog {
  return { problems: [buildProblem('manifest.catalog_invalid', parts)] };
}
