// Name and version of the service: the package.json that is the service's own, and not the one of the program that runs it.
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import type { Environment, PackageIdentity } from '../options/parse-options.ts';
import { isEvaluated, type ProcessFacts } from './process-kind.ts';
import { environmentOfRunner } from './runners.ts';

/** The process, and where it works. */
interface ProcessInFolder extends ProcessFacts {
  readonly cwd: () => string;
}

/**
 * The first package.json with a name, above the first of these:
 * 1. the main file,
 * 2. the file or folder that a runner names (Nx, PM2, or an argument of a command line),
 * 3. the working directory,
 * 4. the folder that holds the runner's `node_modules`.
 * After them npm's variables count: under `npx` they name the workspace, and a daemon passes on those of whoever started it.
 * A package.json inside of `node_modules` names a library, and no service.
 */
export function readServicePackage({ argv, execArgv, cwd, env }: ProcessInFolder): PackageIdentity {
  const mainFile = isEvaluated(execArgv) || argv[1] === undefined ? undefined : toRealPath(argv[1]);
  const isRunner = mainFile !== undefined && isInstalled(mainFile);
  // Only a process that was started without NODE_ENV needs to know what its runner will set.
  const environment = mainFile === undefined || env['NODE_ENV'] ? undefined : environmentOfRunner(mainFile, argv.slice(2));
  const places = function* (): Generator<string | undefined> {
    yield mainFile;
    yield* namedByRunner(env);
    if (isRunner) yield argv.slice(2).find(isOfService);
    yield workingDirectory(cwd);
    if (mainFile !== undefined) yield folderAboveModules(mainFile);
  };
  for (const place of places()) {
    const found = place === undefined ? undefined : findPackage(toRealPath(place), env);
    if (found !== undefined) return { ...found, environment };
  }
  return { name: env['npm_package_name'] || undefined, version: env['npm_package_version'] || undefined, environment };
}

/** Debian has its libraries in a folder with another name. */
const modulesFolder = /[\\/](node_modules|usr[\\/]share[\\/]nodejs)[\\/]/;

function isInstalled(path: string): boolean {
  return modulesFolder.test(path);
}

function folderAboveModules(path: string): string | undefined {
  const match = modulesFolder.exec(path);
  return match === null ? undefined : path.slice(0, match.index) || sep;
}

/** Nx's executor and PM2 run a file of their own, which loads the service. A process of PM2's cluster has one variable with all others. */
function* namedByRunner(env: Environment): Generator<string | undefined> {
  yield env['NX_FILE_TO_RUN'];
  yield env['pm_exec_path'];
  if (env['pm2_env'] !== undefined) yield textOf(parseObject(env['pm2_env'])?.['pm_exec_path']);
}

/** `tsx src/main.ts` names a file, `next start apps/web` a folder. */
function isOfService(argument: string): boolean {
  try {
    return statSync(argument).isDirectory() ? existsSync(join(argument, 'package.json')) : /\.[cm]?[jt]sx?$/.test(argument);
  } catch {
    // It is no path, or nothing is there.
    return false;
  }
}

function workingDirectory(cwd: () => string): string | undefined {
  try {
    return cwd();
  } catch {
    // The folder was removed.
    return undefined;
  }
}

/** Links lead from `node_modules` to a service of the workspace, and from there to a library that is shared by all (pnpm). */
function toRealPath(path: string): string {
  let absolute = path;
  try {
    absolute = resolve(path);
    return realpathSync(absolute);
  } catch {
    return absolute;
  }
}

function findPackage(path: string, env: Environment): PackageIdentity | undefined {
  if (isInstalled(`${path}${sep}`)) return undefined;
  // The path may be a folder: `node .` has it as its main file.
  for (let folder = path; ; folder = dirname(folder)) {
    const found = readPackage(join(folder, 'package.json'));
    // A package.json without a name only sets the module type of its folder.
    if (found?.name !== undefined) return folder === env['NX_WORKSPACE_ROOT'] ? nameByNx(found, env) : found;
    if (folder === dirname(folder)) return undefined;
  }
}

/** The package.json of an Nx workspace is nobody's where projects have none of their own. Nx says which project it runs. */
function nameByNx(found: PackageIdentity, env: Environment): PackageIdentity {
  return { ...found, name: env['NX_TASK_TARGET_PROJECT'] || found.name };
}

/** A file that cannot be read counts as missing. */
function readPackage(file: string): PackageIdentity | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const found = parseObject(text.replace(/^\uFEFF/, ''));
  return found === undefined ? undefined : { name: textOf(found['name']), version: textOf(found['version']) };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
