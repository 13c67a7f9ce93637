// Which programs the machine has, and what to install where one is missing.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const programs = {
  'redis-server': 'apt-get install redis-server',
  'rabbitmq-server': 'apt-get install rabbitmq-server',
  mariadbd: 'apt-get install mariadb-server',
  ferretdb: 'bash tools/servers/go/build.sh',
  kfake: 'bash tools/servers/go/build.sh',
} as const;

export type ServerProgram = keyof typeof programs;

/** Debian keeps servers outside of a user's PATH, RabbitMQ's own script beside a wrapper that changes the user. */
const folders = [
  '/usr/lib/rabbitmq/bin',
  ...(process.env['PATH'] ?? '').split(delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
  `${process.env['HOME']}/go/bin`,
];

export function findProgram(name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Why a test of `program` is skipped; undefined where the program is there. */
export function explainMissing(program: ServerProgram): string | undefined {
  return findProgram(program) === undefined ? `skipped: ${program} is not installed (${programs[program]})` : undefined;
}

/** @throws Error that says how to install it. */
export function requireProgram(program: ServerProgram): string {
  const path = findProgram(program);
  if (path === undefined) throw new Error(`${program} is not installed: ${programs[program]}`);
  return path;
}
