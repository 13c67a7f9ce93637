// Programs that set NODE_ENV themselves, after the SDK has started. What they will set is known from how they are called.
import { closeSync, openSync, readSync } from 'node:fs';
import { findPackageOfFile } from './package-of-file.ts';

type Rule = (args: readonly string[]) => string;

const rules: Readonly<Record<string, Rule>> = {
  // Without a command Next.js starts its development server.
  next: (args) => (['build', 'start', 'export'].includes(args.find((arg) => !arg.startsWith('-')) ?? 'dev') ? 'production' : 'development'),
  '@react-router/serve': () => 'production',
  '@remix-run/serve': () => 'production',
  jest: () => 'test',
  'jest-cli': () => 'test',
  vitest: () => 'test',
};

/** Bytes of a main file that are read. Next.js sets NODE_ENV in the first lines of a standalone server. */
const headBytes = 2048;

const assignment = /^\s*process\.env\.NODE_ENV\s*(?:\|\||\?\?)?=\s*(?:process\.env\.NODE_ENV\s*(?:\|\||\?\?)\s*)?(['"])([\w-]+)\1/m;

/** The environment that the program sets, where NODE_ENV is not set by who starts it. Undefined where it sets none. */
export function environmentOfRunner(mainFile: string, args: readonly string[]): string | undefined {
  const name = findPackageOfFile(mainFile);
  if (name !== undefined) return rules[name]?.(args);
  return assignment.exec(readHead(mainFile))?.[2];
}

function readHead(file: string): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const head = Buffer.alloc(headBytes);
    return head.toString('utf8', 0, readSync(descriptor, head));
  } catch {
    return '';
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
