// Services and their platforms, wherever the manifests are.
import { dirname, relative, resolve } from 'node:path';
import { loadText } from '../core/load-text.ts';
import { buildProblem } from '../core/parse-manifest.ts';
import { ManifestError, type ManifestProblem } from '../errors.ts';
import { parsePlatformManifest } from '../platform/parse-platform.ts';
import { parseServiceManifest } from '../service/parse-service.ts';
import { findNamedPlatform, findPlatformAbove, findServiceFiles, findStart, servicePattern } from './find-files.ts';
import type { PlatformSource, ServiceSource } from './service-source.ts';
import { checkServices } from './workspace-rules.ts';

export interface Workspace {
  /** By the path of their file. */
  readonly services: readonly ServiceSource[];
  /** What is worth a line and stops nothing. */
  readonly notices: readonly ManifestProblem[];
}

export interface WorkspaceOptions {
  /** A plinth.yaml, the folder of one, or another folder of the repository. Default: the working folder. */
  readonly start?: string | undefined;
  /** A path or an npm package that holds plinth.platform.yaml. It counts more than what manifests say. */
  readonly platform?: string | undefined;
  /** The working folder. */
  readonly cwd: string;
  /** Decides which exceptions have ended. */
  readonly today: Date;
}

/**
 * Reads services and the platform of each. A plinth.yaml, or the folder of one, is read alone. From another folder every
 * service is read that the platform manifest above lists, or, without one, every plinth.yaml below.
 *
 * The platform of a service is the one that the caller names, else the one that the service names, else the nearest
 * plinth.platform.yaml in the folders above it, else the one that lists it.
 *
 * @throws {ManifestError} with every problem of every file
 */
export async function loadWorkspace({ start = '.', platform, cwd, today }: WorkspaceOptions): Promise<Workspace> {
  const problems: ManifestProblem[] = [];
  const collect = async <T>(read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  };
  const show = (file: string): string => relative(cwd, file);
  const platforms = new Map<string, Promise<PlatformSource | undefined>>();
  const readPlatform = (file: string): Promise<PlatformSource | undefined> => {
    const known = platforms.get(file);
    if (known !== undefined) return known;
    const reading = collect(async () => ({ file: show(file), manifest: parsePlatformManifest(await loadText(file), show(file)) }));
    platforms.set(file, reading);
    return reading;
  };

  const found = await findStart(resolve(cwd, start));
  if (found === undefined)
    throw new ManifestError([
      buildProblem('manifest.file_unreadable', { file: start, message: 'expected a file or a folder, got nothing' }),
    ]);
  const { service, folder, platformAbove } = found;
  const listed = service === undefined && platformAbove !== undefined ? await readPlatform(platformAbove) : undefined;
  const patterns = listed?.manifest.services ?? [servicePattern];
  const root = listed === undefined || platformAbove === undefined ? folder : dirname(platformAbove);
  const files = service === undefined ? await findServiceFiles(root, patterns) : [service];
  if (files.length === 0)
    problems.push(
      buildProblem('manifest.services_not_found', {
        file: listed?.file ?? (show(folder) || '.'),
        message: `expected files ${patterns.join(', ')}, got none`,
      }),
    );

  const read = async (file: string): Promise<ServiceSource> => {
    const { value: manifest, locate } = parseServiceManifest(await loadText(file), show(file), today);
    const source = { file: show(file), folder: dirname(file), manifest, locate };
    const own = await findPlatform(source, { platform, cwd, platformAbove });
    const itsPlatform = own === undefined ? undefined : await readPlatform(own);
    return { ...source, ...(itsPlatform && { platform: itsPlatform }) };
  };
  const services: ServiceSource[] = [];
  // One after the other, so that problems come in the order of the files.
  for (const file of files) services.push(...((await collect(async () => [await read(file)])) ?? []));
  problems.push(...checkServices(services, { complete: listed !== undefined }));
  if (problems.length > 0) throw new ManifestError(problems);
  const alone = services.filter((each) => each.platform === undefined);
  return {
    services,
    notices: alone.map(({ file }) =>
      buildProblem('manifest.platform_missing', { file, message: 'expected a platform manifest, got none' }),
    ),
  };
}

interface PlatformChoice {
  readonly platform: string | undefined;
  readonly cwd: string;
  readonly platformAbove: string | undefined;
}

/** @throws {ManifestError} where the one that is named is not there */
async function findPlatform(
  source: Omit<ServiceSource, 'platform'>,
  { platform, cwd, platformAbove }: PlatformChoice,
): Promise<string | undefined> {
  const { folder, manifest, locate } = source;
  const name = platform ?? manifest.platform;
  if (name === undefined) return (await findPlatformAbove(folder)) ?? platformAbove;
  const file = await findNamedPlatform(name, platform === undefined ? folder : cwd);
  if (file !== undefined) return file;
  const message = `expected a path or an npm package with plinth.platform.yaml, got ${name}`;
  const code = 'manifest.platform_not_found';
  throw new ManifestError([
    platform === undefined ? locate({ code, path: ['platform'], message }) : buildProblem(code, { file: name, message }),
  ]);
}
