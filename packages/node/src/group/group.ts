// The processes of a cluster, and the threads of a process, are one service to the platform. One process has the admin port. It asks the
// others, its members. Each member answers on a socket file that only this user can open.
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import type { Cluster } from 'node:cluster';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getEnvironmentData, isMainThread, setEnvironmentData, threadId } from 'node:worker_threads';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { VariableName } from '../options/variables.ts';
import { createServer, request as httpRequest } from '../workarounds/http-module.ts';

/** What a member can be asked. */
export interface MemberPages {
  /** The answer must be a JSON value. */
  readonly snapshot: () => unknown;
  readonly ready: () => Promise<unknown>;
  readonly debug: () => unknown;
  /** Changes what runtime control orders. */
  readonly control: (order: unknown) => unknown;
  /** Drains and flushes. */
  readonly shutdown: () => Promise<void>;
}

export type MemberPage = keyof MemberPages;

export interface Group {
  /** The answers of the members. A member that does not answer in time is left out. */
  ask(page: MemberPage, timeoutMs: number, argument?: unknown): Promise<unknown[]>;
  /** Removes the socket files: the process ends. */
  removeSockets(): void;
}

const dataKey = 'plinth.group';
/** Processes of a cluster find their group by this variable. */
const variable = 'PLINTH_GROUP_DIRECTORY' satisfies VariableName;
const suppressed = suppressTracing(ROOT_CONTEXT);

/** The directory of the group that this thread is a member of. Undefined where it is a service of its own. */
export function findGroupDirectory(): string | undefined {
  if (!isMainThread) return getEnvironmentData(dataKey) as string | undefined;
  // Only a process with a channel to its parent can be a worker. To load the module for nothing would add two milliseconds to the start.
  const isWorker = process.send !== undefined && (process.getBuiltinModule('node:cluster') as unknown as Cluster).isWorker;
  return isWorker ? process.env[variable] : undefined;
}

/** Makes this process the one that asks. Nothing is written before there is a member. */
export function createGroup(): Group {
  const directory = join(tmpdir(), `plinth-${process.pid}-${randomUUID().slice(0, 8)}`);
  // Threads read the environment data, processes of a cluster read the variable.
  setEnvironmentData(dataKey, directory);
  process.env[variable] = directory;
  return {
    async ask(page, timeoutMs, argument) {
      const path = argument === undefined ? `/${page}` : `/${page}?${encodeURIComponent(JSON.stringify(argument))}`;
      const answers = await Promise.all(listSockets(directory).map((socketPath) => askMember(socketPath, path, timeoutMs)));
      return answers.filter((answer) => answer !== undefined);
    },
    removeSockets: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Answers on a socket file in the group's directory. */
export async function startMember(directory: string, pages: MemberPages, ignoreServer: (server: Server) => void): Promise<void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, `${process.pid}-${threadId}`);
  const server = createServer((request, response) => {
    const [name, argument = ''] = request.url?.slice(1).split('?') ?? [];
    void Promise.resolve(parse(decodeURIComponent(argument)))
      .then((given) => pages[name as MemberPage]?.(given))
      .catch((error: unknown) => ({ error: String(error) }))
      .then((answer) => response.end(JSON.stringify(answer ?? null)));
  });
  ignoreServer(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // Without `exclusive` a server in a worker of a cluster would listen in the primary.
    server.listen({ path, exclusive: true }, resolve);
  });
  server.unref();
}

function listSockets(directory: string): string[] {
  try {
    return readdirSync(directory).map((name) => join(directory, name));
  } catch {
    return [];
  }
}

function askMember(socketPath: string, path: string, timeoutMs: number): Promise<unknown> {
  return context.with(
    suppressed,
    () =>
      new Promise((resolve) => {
        const request = httpRequest({ socketPath, path, timeout: timeoutMs }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.once('end', () => resolve(parse(text)));
          response.once('error', () => resolve(undefined));
        });
        request.once('timeout', () => request.destroy());
        request.once('error', (error: NodeJS.ErrnoException) => {
          // The process or thread of this socket has ended.
          if (error.code === 'ECONNREFUSED') rmSync(socketPath, { force: true });
          resolve(undefined);
        });
        request.end();
      }),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
