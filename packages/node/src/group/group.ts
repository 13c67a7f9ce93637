// The processes of a cluster, the processes that a service starts, and the threads of a process are one service to the platform. One process
// has the admin port. It asks the others, its members. Each member answers on a socket file.
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { createServer, request as httpRequest } from '../workarounds/http-module.ts';
import { findSocketsFolder, listSockets, makeSocketsFolder, removeSocket, removeSocketsFolder } from './sockets-folder.ts';

/** What a member can be asked. */
export interface MemberPages {
  /** The answer must be a JSON value. */
  readonly snapshot: () => unknown;
  readonly ready: () => Promise<unknown>;
  readonly debug: () => unknown;
  /** Changes what runtime control orders. */
  readonly control: (order: unknown) => unknown;
  /** The first process ends. A member that ends with it drains and flushes; another one flushes. */
  readonly shutdown: () => Promise<void>;
}

export type MemberPage = keyof MemberPages;

export interface Group {
  /** Where members meet. Undefined where they cannot. */
  readonly folder: string | undefined;
  /** The answers of the other members. A member that does not answer in time is left out. */
  ask(page: MemberPage, timeoutMs: number, argument?: unknown): Promise<unknown[]>;
  /** Removes the socket files of this process: it ends. Never throws. */
  removeSockets(): void;
}

const suppressed = suppressTracing(ROOT_CONTEXT);

/** The group of a process that others may join. Nothing is written before there is a member. */
export function createGroup(): Group {
  const folder = findSocketsFolder(`plinth-${process.pid}-${randomUUID().slice(0, 8)}`);
  return {
    folder,
    ask: (page, timeoutMs, argument) => askAll(folder, undefined, page, timeoutMs, argument),
    removeSockets() {
      if (folder !== undefined) removeSocketsFolder(folder, 'whole');
    },
  };
}

/** The group of workers that have no first process among them. */
export function createPeerGroup(folder: string): Group {
  const own = socketPath(folder);
  return {
    folder,
    ask: (page, timeoutMs, argument) => askAll(folder, own, page, timeoutMs, argument),
    removeSockets() {
      removeSocket(own);
      removeSocketsFolder(folder, 'empty');
    },
  };
}

/**
 * Answers on a socket file in the group's folder.
 * @throws Error where the socket cannot be made.
 */
export async function startMember(folder: string, pages: MemberPages, ignoreServer: (server: Server) => void): Promise<void> {
  makeSocketsFolder(folder);
  const server = createServer((request, response) => {
    const [name, argument = ''] = request.url?.slice(1).split('?') ?? [];
    void Promise.resolve(parse(decodeURIComponent(argument)))
      .then((given) => pages[name as MemberPage]?.(given))
      .catch((error: unknown) => ({ error: String(error) }))
      .then((answer) => response.end(JSON.stringify(answer ?? null)));
  });
  ignoreServer(server);
  // A connection that is kept for the next question keeps no process alive that has nothing left to do.
  server.on('connection', (socket) => socket.unref());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // Without `exclusive` a server in a worker of a cluster would listen in the primary.
    server.listen({ path: socketPath(folder), exclusive: true }, resolve);
  });
  server.unref();
}

function socketPath(folder: string): string {
  return join(folder, `${process.pid}-${threadId}`);
}

async function askAll(
  folder: string | undefined,
  own: string | undefined,
  page: MemberPage,
  timeoutMs: number,
  argument: unknown,
): Promise<unknown[]> {
  if (folder === undefined) return [];
  const path = argument === undefined ? `/${page}` : `/${page}?${encodeURIComponent(JSON.stringify(argument))}`;
  const others = listSockets(folder).filter((socket) => socket !== own);
  const answers = await Promise.all(others.map((socket) => askMember(socket, path, timeoutMs)));
  return answers.filter((answer) => answer !== undefined);
}

function askMember(socket: string, path: string, timeoutMs: number): Promise<unknown> {
  return context.with(
    suppressed,
    () =>
      new Promise((resolve) => {
        const request = httpRequest({ socketPath: socket, path, timeout: timeoutMs }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.once('end', () => resolve(parse(text)));
          response.once('error', () => resolve(undefined));
        });
        request.once('timeout', () => request.destroy());
        request.once('error', (error: NodeJS.ErrnoException) => {
          // The process or thread of this socket has ended.
          if (error.code === 'ECONNREFUSED') removeSocket(socket);
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
