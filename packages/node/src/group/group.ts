// The processes of a cluster, the processes that a service starts, and the threads of a process are one service to the platform. One process
// has the admin port. It asks the others, its members. Each member answers on a socket file.
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { createServer, request as httpRequest } from '../workarounds/http-module.ts';
import { createEndedMembers, type Snapshot } from './ended-members.ts';
import {
  findSocketsFolder,
  listNames,
  makeSocketsFolder,
  readAgeMs,
  removeFile,
  removeSocketsFolder,
  tryReadFile,
  tryWriteFile,
} from './sockets-folder.ts';

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
  /** What the other members have counted, also those that have ended. */
  readSnapshots(timeoutMs: number): Promise<Snapshot[]>;
  /** The process ends, and so its part of the group. Never throws. */
  leave(): void;
}

const suppressed = suppressTracing(ROOT_CONTEXT);
const lastWordsEnding = '.json';
/** A socket file is there a moment before somebody listens on it. Milliseconds. */
const longestStartMs = 5000;

/** The group of a process that others may join. Nothing is written before there is a member. */
export function createGroup(): Group {
  const folder = findSocketsFolder(`plinth-${process.pid}-${randomUUID().slice(0, 8)}`);
  const ended = createEndedMembers(true);
  return {
    folder,
    ask: async (page, timeoutMs, argument) => [...(await askAll(folder, undefined, page, timeoutMs, argument)).values()],
    async readSnapshots(timeoutMs) {
      const answers = (await askAll(folder, undefined, 'snapshot', timeoutMs)) as ReadonlyMap<string, Snapshot>;
      const lastWords = readLastWords(folder, new Set());
      // They are taken over, and the folder does not grow.
      for (const member of lastWords.keys()) removeFile(join(folder ?? '', member + lastWordsEnding));
      return ended.join(lastWords, answers, new Set(listMembers(folder)));
    },
    leave() {
      if (folder !== undefined) removeSocketsFolder(folder);
    },
  };
}

/** The group of workers that have no first process among them. `readOwn`: what this worker has counted. */
export function createPeerGroup(folder: string, readOwn: () => Snapshot): Group {
  const own = memberName();
  const ended = createEndedMembers(false);
  const taken = new Set<string>();
  return {
    folder,
    ask: async (page, timeoutMs, argument) => [...(await askAll(folder, own, page, timeoutMs, argument)).values()],
    async readSnapshots(timeoutMs) {
      const answers = (await askAll(folder, own, 'snapshot', timeoutMs)) as ReadonlyMap<string, Snapshot>;
      const lastWords = readLastWords(folder, taken);
      for (const member of lastWords.keys()) taken.add(member);
      return ended.join(lastWords, answers, new Set(listMembers(folder)));
    },
    leave() {
      leaveLastWords(folder, readOwn());
      if (listMembers(folder).length === 0) removeSocketsFolder(folder);
    },
  };
}

/** A member ends: the others find what it has counted. Never throws. */
export function leaveLastWords(folder: string, snapshot: Snapshot): void {
  const path = join(folder, memberName());
  tryWriteFile(path + lastWordsEnding, JSON.stringify(snapshot));
  removeFile(path);
}

function readLastWords(folder: string | undefined, taken: ReadonlySet<string>): Map<string, Snapshot> {
  const words = new Map<string, Snapshot>();
  if (folder === undefined) return words;
  for (const name of listNames(folder).filter((file) => file.endsWith(lastWordsEnding))) {
    const member = name.slice(0, -lastWordsEnding.length);
    const text = taken.has(member) ? undefined : tryReadFile(join(folder, name));
    const snapshot = text === undefined ? undefined : parse(text);
    if (snapshot !== undefined) words.set(member, snapshot as Snapshot);
  }
  return words;
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
    server.listen({ path: join(folder, memberName()), exclusive: true }, resolve);
  });
  server.unref();
}

function memberName(): string {
  return `${process.pid}-${threadId}`;
}

function listMembers(folder: string | undefined): string[] {
  return folder === undefined ? [] : listNames(folder).filter((name) => /^\d+-\d+$/.test(name));
}

/** Answers by the name of the member. */
async function askAll(
  folder: string | undefined,
  own: string | undefined,
  page: MemberPage,
  timeoutMs: number,
  argument?: unknown,
): Promise<Map<string, unknown>> {
  const path = argument === undefined ? `/${page}` : `/${page}?${encodeURIComponent(JSON.stringify(argument))}`;
  const others = listMembers(folder).filter((name) => name !== own);
  const answers = await Promise.all(
    others.map(async (name) => [name, await askMember(join(folder ?? '', name), path, timeoutMs)] as const),
  );
  return new Map(answers.filter(([, answer]) => answer !== undefined));
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
          // The process or thread of this socket has ended, or it has made the file and does not listen yet.
          if (error.code === 'ECONNREFUSED' && readAgeMs(socket) > longestStartMs) removeFile(socket);
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
