// Starts the SDK from the environment, with the edges of the process: the admin port, signals, crashes. All but the ports is there when
// `register` returns its promise: `--require` cannot wait for it.
import type { Server } from 'node:http';
import { resolve } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { startControl, startMemberControl } from './admin/control.ts';
import type { ControlOrder } from './admin/control-state.ts';
import { startAdminServers } from './admin/listen.ts';
import { createAdminPages, createMemberPages, memberTimeoutMs } from './admin/pages.ts';
import { createAdminServer } from './admin/server.ts';
import { startDoctor, type RunningDoctor } from './doctor/start-doctor.ts';
import { PlinthError } from './errors.ts';
import { startDeclaredSdk } from './export/declared-sdk.ts';
import { createGroup, createPeerGroup, leaveLastWords, startMember, type Group } from './group/group.ts';
import { announceFolder, findPlace, hasOtherApplication } from './group/place.ts';
import { createThreadExit, joinThreadExit, type ThreadExit } from './group/thread-exit.ts';
import { startProcessEvents } from './lifecycle/process-events.ts';
import { renderUncaught } from './lifecycle/uncaught-report.ts';
import { messageOf } from './notices.ts';
import { findReplacedVariables } from './options/config-file.ts';
import type { PlinthOptions } from './options/options.ts';
import { parseOptions } from './options/parse-options.ts';
import { findProcessKind, isOutputTaken } from './resource/process-kind.ts';
import { readServicePackage } from './resource/service-package.ts';
import { findRuntime, setRuntime } from './runtime.ts';
import { startRuntime, type StartedRuntime } from './start.ts';
import { keepTickObject } from './workarounds/tick-object.ts';

/** Options with which Node does more with an exception than to print it. */
const throwsForNode = /--(abort-on-uncaught-exception|trace-uncaught|report-uncaught-exception)/;
/** Milliseconds that the exit of the process waits for a busy thread. */
const threadsMs = 1000;

/** What every kind of process needs. */
interface Registered {
  readonly options: PlinthOptions;
  readonly started: StartedRuntime;
  readonly mainFile: string | undefined;
}

/**
 * Does nothing where the SDK is started already, and in a program that only starts others. A wrong setting ends the process.
 * `isAwaited`: whether the service's first line waits for the promise.
 */
export async function register({ isAwaited }: { readonly isAwaited: boolean }): Promise<void> {
  const kind = findProcessKind(process);
  if (kind === 'launcher' || findRuntime() !== undefined) return;
  try {
    await start({ isAwaited, isScript: kind === 'script' });
  } catch (error) {
    if (!(error instanceof PlinthError)) throw error;
    // The message says what is wrong, where, and what to do. A stack of the SDK would only hide it.
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

async function start({ isAwaited, isScript }: { readonly isAwaited: boolean; readonly isScript: boolean }): Promise<void> {
  keepTickObject();
  const mainFile = process.argv[1] === undefined ? undefined : resolve(process.argv[1]);
  let options = parseOptions(process.env, readServicePackage(process));
  if (options.configFile !== undefined && !isAwaited)
    throw new PlinthError('node.config_file_needs_import', [
      { path: 'OTEL_CONFIG_FILE', message: 'is set, and the SDK is loaded by require' },
    ]);
  const declared = options.configFile === undefined ? undefined : await startDeclaredSdk(options.configFile);
  // The file says that the SDK is disabled.
  if (options.configFile !== undefined && declared === undefined)
    options = parseOptions({ ...process.env, OTEL_SDK_DISABLED: 'true' }, readServicePackage(process));
  const started = startRuntime(options, {
    capture: process.env['NODE_ENV'] === 'test',
    declared,
    isScript,
    isOutputTaken: isOutputTaken(mainFile),
  });
  setRuntime(started.runtime);
  if (options.disabled) return;
  if (declared !== undefined) {
    const replaced = findReplacedVariables(process.env, declared.text);
    if (replaced.length > 0)
      started.notify('node.config_file_overrides', { path: replaced.join(', '), message: `set beside ${options.configFile}` });
    // The exporters of the file need the event loop: a process that comes to its natural end waits for them once.
    process.once('beforeExit', () => void started.runtime.flush(options.shutdownTimeoutMs).catch(() => {}));
  }
  const registered = { options, started, mainFile };
  const place = findPlace(options.service.name, options.admin.port);
  if (place.kind === 'member') await joinGroup(place, registered);
  else if (place.kind === 'peer') await joinPeers(place.folder, registered);
  else await startFirst(registered, isScript);
}

/** A service of its own, which speaks for the processes and threads that it starts. */
async function startFirst({ options, started, mainFile }: Registered, isScript: boolean): Promise<void> {
  const { runtime, notify } = started;
  const group = createGroup();
  announceFolder(group.folder);
  const threads = createThreadExit();
  runtime.addShutdownHook({ name: 'members', run: () => group.ask('shutdown', options.shutdownTimeoutMs) });
  const doctor = startDoctor({ options, mainFile, notify });
  handleProcessEvents({ options, started, doctor, threads, onEnd: group.leave });
  // Nobody scrapes a script, and its stdout belongs to whoever started it.
  if (!isScript) await openAdminPort({ options, started, doctor, group, isShared: false });
}

/** A part of a service. The process that has the admin port asks it. */
async function joinGroup(
  { folder, endsWithFirst }: { readonly folder: string | undefined; readonly endsWithFirst: boolean },
  { options, started, mainFile }: Registered,
): Promise<void> {
  const { notify, flushSync } = started;
  const doctor = startDoctor({ options, mainFile, notify });
  const onEnd = (): void => {
    if (folder !== undefined) leaveLastWords(folder, started.pages.readMetricsNow());
  };
  // Signals and crashes are events of the process. A thread sees its own end only.
  if (isMainThread) {
    announceFolder(folder);
    handleProcessEvents({ options, started, doctor, threads: createThreadExit(), onEnd });
  } else {
    joinThreadExit(() => {
      flushSync();
      onEnd();
    });
  }
  await tryStartMember(folder, { options, started, endsWithFirst });
}

/** A worker of a cluster whose primary has no SDK. The primary hands a scrape to any worker, which asks the others. */
async function joinPeers(folder: string | undefined, { options, started, mainFile }: Registered): Promise<void> {
  const group = folder === undefined ? createGroup() : createPeerGroup(folder, started.pages.readMetricsNow);
  announceFolder(group.folder);
  const doctor = startDoctor({ options, mainFile, notify: started.notify });
  handleProcessEvents({ options, started, doctor, threads: createThreadExit(), onEnd: group.leave });
  await tryStartMember(folder, { options, started, endsWithFirst: false });
  const isShared = folder !== undefined && hasOtherApplication(folder);
  await openAdminPort({ options, started, doctor, group, isShared });
}

interface MemberParts {
  readonly options: PlinthOptions;
  readonly started: StartedRuntime;
  /** Whether it ends when the first process does. Otherwise it lives on, and flushes only. */
  readonly endsWithFirst: boolean;
}

/** Where the others cannot reach this process or thread, it works without them. */
async function tryStartMember(folder: string | undefined, { options, started, endsWithFirst }: MemberParts): Promise<void> {
  const { runtime, pages, controls, notify, ignoreServer } = started;
  const control = startMemberControl({ targets: controls, logger: runtime.logger });
  const shutdown = endsWithFirst ? runtime.shutdown : () => runtime.flush(options.shutdownTimeoutMs).catch(() => {});
  const members = createMemberPages(pages, (order) => control(order as ControlOrder), shutdown);
  try {
    if (folder === undefined) throw new Error('no folder for socket files can be written');
    await startMember(folder, members, ignoreServer);
  } catch (error) {
    notify('node.group_unavailable', { path: folder ?? 'TMPDIR', message: messageOf(error) });
  }
}

interface AdminParts {
  readonly options: PlinthOptions;
  readonly started: StartedRuntime;
  readonly doctor: RunningDoctor;
  readonly group: Group;
  /** Whether another service is known to have the port. */
  readonly isShared: boolean;
}

async function openAdminPort({ options, started, doctor, group, isShared }: AdminParts): Promise<void> {
  const { runtime, controls, notify, pages, ignoreServer } = started;
  const { token } = options.admin;
  const tellMembers = async (order: ControlOrder): Promise<number> => {
    const answers = await group.ask('control', memberTimeoutMs, order);
    return answers.filter((answer) => answer === true).length;
  };
  const control = token === undefined ? undefined : startControl({ token, targets: controls, logger: runtime.logger, notify, tellMembers });
  const createServer = (): Server => {
    const server = createAdminServer({ ...createAdminPages(pages, group), control });
    ignoreServer(server);
    return server;
  };
  const [adminUrl] = await startAdminServers({ admin: options.admin, createServer, isShared, notify });
  if (adminUrl !== undefined) doctor.watchAdminPort(adminUrl);
  runtime.logger.info('plinth started', { admin_url: adminUrl });
}

interface ProcessParts {
  readonly options: PlinthOptions;
  readonly started: StartedRuntime;
  readonly doctor: RunningDoctor;
  readonly threads: ThreadExit;
  /** Called before the process ends, in whatever way. */
  readonly onEnd: () => void;
}

function handleProcessEvents({ options, started, doctor, threads, onEnd }: ProcessParts): void {
  const { runtime, startEnd, flushLogsSync, flushSync, keepAll } = started;
  const others = process.listeners('SIGTERM');
  startProcessEvents(process, {
    shutdown: runtime.shutdown,
    startEnd() {
      startEnd();
      doctor.watchSignal(own);
    },
    flushLogsSync() {
      flushLogsSync();
      onEnd();
    },
    flushSync() {
      threads.begin();
      flushSync();
      threads.wait(Math.min(threadsMs, options.shutdownTimeoutMs));
      onEnd();
    },
    printUncaught: throwsForNode.test([...process.execArgv, process.env['NODE_OPTIONS']].join(' '))
      ? undefined
      : (error) => void process.stderr.write(renderUncaught(error)),
    logFatal(error, origin) {
      keepAll();
      runtime.logger.error(origin === 'uncaughtException' ? 'uncaught exception' : 'unhandled rejection', { error });
    },
  });
  const own = process.listeners('SIGTERM').filter((listener) => !others.includes(listener));
}
