// What kind of program this process runs. NODE_OPTIONS reaches every process of Node, also those that are no service.
import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import type { Environment } from '../options/parse-options.ts';
import { findPackageOfFile } from './package-of-file.ts';

export type ProcessKind =
  /** A program that starts other programs: a package manager, a task runner, a watcher. It is left alone. */
  | 'launcher'
  /** A piece of code on the command line, or a test. Its output belongs to whoever started it, and nobody scrapes it. */
  | 'script'
  | 'service';

/** What a process knows of itself. */
export interface ProcessFacts {
  /** The main file and its arguments. The main file is missing for `node -e` and for a script from stdin. */
  readonly argv: readonly string[];
  readonly execArgv: readonly string[];
  readonly env: Environment;
}

/** Packages whose programs start what the user asked for. */
const launchers: ReadonlySet<string> = new Set(
  [
    ['npm', 'npx', 'pnpm', 'yarn', 'corepack', '@yarnpkg/cli-dist', '@microsoft/rush'],
    ['nx', 'turbo', 'lerna', 'wireit', '@nestjs/cli', 'nps', 'npm-run-all', 'npm-run-all2', 'concurrently'],
    ['nodemon', 'tsx', 'ts-node-dev', 'node-dev', 'tsc-watch', 'onchange', 'chokidar-cli', 'pm2', 'forever', 'foreman'],
    ['cross-env', 'env-cmd', 'dotenv-cli', '@dotenvx/dotenvx', 'start-server-and-test', 'wait-on', 'husky', 'lint-staged'],
  ].flat(),
);
/** Files of package managers that are installed without a folder `node_modules`. */
const launcherFiles = /^(npm-cli|npx-cli|pnpm|pnpx|yarn|yarnpkg|corepack|nodemon)(-\d[\w.-]*)?\.[cm]?js$/;
/** PM2 runs a service in a file of its own. */
const pm2Service = /[\\/]ProcessContainer\w*\.js$/;
/** That of its cluster opens the files of the service's output first. */
const pm2Worker = /[\\/]ProcessContainer\.js$/;
const scriptFile = /\.[cm]?[jt]sx?$/;

/** `node -e code argument` has the argument where the main file would be. */
export function isEvaluated(execArgv: readonly string[]): boolean {
  return execArgv.some((argument) => /^(-e|-p|-pe|--eval|--print)(=|$)/.test(argument));
}

export function findProcessKind({ argv: [, mainFile], execArgv, env }: ProcessFacts): ProcessKind {
  const isCheck = execArgv.some((word) => word === '--check' || word === '-c');
  if (mainFile === undefined || isEvaluated(execArgv) || isCheck || env['NODE_TEST_CONTEXT'] !== undefined) return 'script';
  return isLauncher(mainFile) ? 'launcher' : 'service';
}

/** Whether the program that runs the service takes over its standard output, a moment after the start. */
export function isOutputTaken(mainFile: string | undefined): boolean {
  return mainFile !== undefined && pm2Worker.test(mainFile);
}

function isLauncher(mainFile: string): boolean {
  const isPlain = scriptFile.test(mainFile) && !mainFile.includes('node_modules') && !launcherFiles.test(basename(mainFile));
  // The file of a service costs no look at the disk.
  if (isPlain) return false;
  const path = findRealPath(mainFile);
  const name = findPackageOfFile(path);
  return name === undefined ? launcherFiles.test(basename(path)) : launchers.has(name) && !pm2Service.test(path);
}

function findRealPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
