// Which place this process or thread has: it is a service of its own, or it is a part of one.
import type { Cluster } from 'node:cluster';
import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import type { VariableName } from '../options/variables.ts';
import { findSocketsFolder, listNames } from './sockets-folder.ts';

export type Place =
  /** A service of its own. Others may join it. */
  | { readonly kind: 'first' }
  /** A part of a service for which another process speaks. `folder` is undefined where they cannot meet. */
  | { readonly kind: 'member'; readonly folder: string | undefined; readonly endsWithFirst: boolean }
  /** A worker of a cluster whose primary has no SDK. Each of the workers speaks for all of them. */
  | { readonly kind: 'peer'; readonly folder: string | undefined };

const dataKey = 'plinth.group';
/** Processes that a process starts find its group by this variable. */
const variable = 'PLINTH_GROUP_DIRECTORY' satisfies VariableName;
/** What stands in the place of a folder where there is none. */
const nowhere = 'none';

/** `service` and `port` tell the workers of one application from those of another one that has the same primary, as under PM2. */
export function findPlace(service: string, port: number): Place {
  if (!isMainThread) {
    const given = getEnvironmentData(dataKey) as string | undefined;
    return given === undefined ? { kind: 'first' } : { kind: 'member', folder: given === nowhere ? undefined : given, endsWithFirst: true };
  }
  const isWorker = isClusterWorker();
  const given = process.env[variable];
  if (given === nowhere && isWorker) return { kind: 'member', folder: undefined, endsWithFirst: true };
  if (given !== undefined && isFromLivingProcess(given)) return { kind: 'member', folder: given, endsWithFirst: isWorker };
  if (!isWorker) return { kind: 'first' };
  const application = createHash('sha256').update(service).digest('hex').slice(0, 8);
  return { kind: 'peer', folder: findSocketsFolder(`plinth-${process.ppid}-${port}-${application}`) };
}

/** Whether workers of another application have the same primary and the same port: the primary would hand their scrapes to each other. */
export function hasOtherApplication(folder: string): boolean {
  const start = basename(folder).replace(/[^-]+$/, '');
  const parent = dirname(folder);
  return listNames(parent).some(
    (name) =>
      name !== basename(folder) &&
      name.startsWith(start) &&
      listNames(join(parent, name)).some((member) => isAlive(Number.parseInt(member, 10))),
  );
}

/** Threads and processes that start from now on find this folder. */
export function announceFolder(folder: string | undefined): void {
  // Threads read the environment data, processes read the variable.
  setEnvironmentData(dataKey, folder ?? nowhere);
  if (isMainThread) process.env[variable] = folder ?? nowhere;
}

// Only a process with a channel to its parent can be a worker. To load the module for nothing would add two milliseconds to the start.
function isClusterWorker(): boolean {
  return process.send !== undefined && (process.getBuiltinModule('node:cluster') as unknown as Cluster).isWorker;
}

/** The folder's name begins with the process that made the group. A variable that outlived that process says nothing. */
function isFromLivingProcess(folder: string): boolean {
  const pid = Number(/^plinth-(\d+)-/.exec(basename(folder))?.[1]);
  return pid !== process.pid && isAlive(pid);
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
