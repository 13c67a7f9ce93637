// What kind of program this process runs. NODE_OPTIONS reaches every process of Node, also those that are no service.
import { realpathSync } from 'node:fs';
import { basename } from 'node:path';

export type ProcessKind =
  /** A program that starts other programs: a package manager, a task runner, a watcher. It is left alone. */
  | 'launcher'
  /** A piece of code on the command line, or a test. Its output belongs to whoever started it, and nobody scrapes it. */
  | 'script'
  | 'service';

export interface ProcessFacts {
  /** `process.argv[1]`: undefined for `node -e`, `node -p` and the prompt. */
  readonly mainFile: string | undefined;
  /** `process.execArgv`. */
  readonly nodeArguments: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
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
const pm2Service = /\/ProcessContainer\w*\.js$/;
const scriptFile = /\.[cm]?[jt]sx?$/;

/** `node -e code argument` has the argument where the main file would be. */
export function isEvaluated(nodeArguments: readonly string[]): boolean {
  return nodeArguments.some((argument) => /^(-e|-p|-pe|--eval|--print)(=|$)/.test(argument));
}

export function findProcessKind({ mainFile, nodeArguments, environment }: ProcessFacts): ProcessKind {
  const isCheck = nodeArguments.some((word) => word === '--check' || word === '-c');
  const isCode = mainFile === undefined || isEvaluated(nodeArguments);
  if (isCode || isCheck || environment['NODE_TEST_CONTEXT'] !== undefined) return 'script';
  return isLauncher(mainFile) ? 'launcher' : 'service';
}

function isLauncher(mainFile: string): boolean {
  const isPlain = scriptFile.test(mainFile) && !mainFile.includes('node_modules') && !launcherFiles.test(basename(mainFile));
  // The file of a service costs no look at the disk.
  if (isPlain) return false;
  const path = findRealPath(mainFile).replaceAll('\\', '/');
  const [, name = ''] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  if (name === '') return launcherFiles.test(basename(path));
  return launchers.has(name) && !pm2Service.test(path);
}

function findRealPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
