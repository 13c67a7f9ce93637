// `node --import @plinth/node/register app.js`: starts the SDK from the environment before the service's first line.
import { resolve } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { startDoctor, type RunningDoctor } from './doctor/start-doctor.ts';
import { PlinthError } from './errors.ts';
import { startDeclaredSdk } from './export/declared-sdk.ts';
import { createAdminPages, createMemberPages, memberTimeoutMs } from './admin/pages.ts';
import { createAdminServer, startAdminServer } from './admin/server.ts';
import { createGroup, findGroupDirectory, startMember } from './group/group.ts';
import { startControl, startMemberControl } from './admin/control.ts';
import { keepTickObject } from './workarounds/tick-object.ts';
import { createThreadExit, joinThreadExit, type ThreadExit } from './group/thread-exit.ts';
import type { ControlOrder } from './admin/control-state.ts';
import { startProcessEvents } from './lifecycle/process-events.ts';
import { createNotify, type Notify } from './notices.ts';
import { findReplacedVariables } from './options/config-file.ts';
import type { PlinthOptions } from './options/options.ts';
import { parseOptions } from './options/parse-options.ts';
import { readPackageIdentity } from './resource/package-json.ts';
import { findRuntime, setRuntime } from './runtime.ts';
import { startRuntime, type StartedRuntime } from './start.ts';

/** At the exit of the process, for a thread that is busy. */
const threadsMs = 1000;

if (findRuntime() === undefined) {
  try {
    await register();
  } catch (error) {
    if (!(error instanceof PlinthError)) throw error;
    // The message says all: what is wrong, where, and what to do. A stack of ours would only hide it.
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

async function register(): Promise<void> {
  keepTickObject();
  const mainFile = process.argv[1] === undefined ? undefined : resolve(process.argv[1]);
  let options = parseOptions(process.env, readPackageIdentity(mainFile));
  const declared = options.configFile === undefined ? undefined : await startDeclaredSdk(options.configFile);
  // The file says so.
  if (options.configFile !== undefined && declared === undefined)
    options = parseOptions({ ...process.env, OTEL_SDK_DISABLED: 'true' }, readPackageIdentity(mainFile));
  const started = startRuntime(options, { capture: process.env['NODE_ENV'] === 'test', declared });
  setRuntime(started.runtime);
  if (options.disabled) return;
  const notify = createNotify(started.runtime.logger);
  if (declared !== undefined) {
    const replaced = findReplacedVariables(process.env, declared.text);
    if (replaced.length > 0)
      notify('node.config_file_overrides', { path: replaced.join(', '), message: `set beside ${options.configFile}` });
    // Its exporters need the event loop: a process that comes to its natural end waits for them once.
    process.once('beforeExit', () => void started.runtime.flush(options.shutdownTimeoutMs).catch(() => {}));
  }
  const directory = findGroupDirectory();
  if (directory === undefined) await startMain(options, started, mainFile, notify);
  else await joinGroup(directory, options, started, mainFile, notify);
}

/** The process that has the admin port. */
async function startMain(options: PlinthOptions, started: StartedRuntime, mainFile: string | undefined, notify: Notify): Promise<void> {
  const group = createGroup();
  const threads = createThreadExit();
  const { token } = options.admin;
  const { runtime, controls } = started;
  const tellMembers = async (order: ControlOrder): Promise<number> => {
    const answers = await group.ask('control', memberTimeoutMs, order);
    return answers.filter((answer) => answer === true).length;
  };
  const control = token === undefined ? undefined : startControl({ token, targets: controls, logger: runtime.logger, notify, tellMembers });
  const server = createAdminServer({ ...createAdminPages(started.pages, group), control });
  started.ignoreServer(server);
  const { url: adminUrl } = await startAdminServer(server, options.admin);
  started.runtime.logger.info('plinth started', { admin_url: adminUrl });
  started.runtime.addShutdownHook({ name: 'members', run: () => group.ask('shutdown', options.shutdownTimeoutMs) });
  handleProcessEvents(options, started, startDoctor({ options, mainFile, adminUrl, notify }), threads, group.shutdown);
}

/** A worker of a cluster or a thread: asked by the process that has the admin port. */
async function joinGroup(
  directory: string,
  options: PlinthOptions,
  started: StartedRuntime,
  mainFile: string | undefined,
  notify: Notify,
): Promise<void> {
  const { runtime, pages, controls, ignoreServer, flushSync } = started;
  const control = startMemberControl({ targets: controls, logger: runtime.logger });
  const members = createMemberPages(pages, (order) => control(order as ControlOrder), runtime.shutdown);
  await startMember(directory, members, ignoreServer);
  const doctor = startDoctor({ options, mainFile, adminUrl: undefined, notify });
  if (isMainThread) handleProcessEvents(options, started, doctor, createThreadExit(), () => {});
  // Signals and crashes are the process's; the end of a thread is its own.
  else joinThreadExit(flushSync);
}

function handleProcessEvents(
  options: PlinthOptions,
  { runtime, flushLogsSync, flushSync, keepAll }: StartedRuntime,
  doctor: RunningDoctor,
  threads: ThreadExit,
  onEnd: () => void,
): void {
  const others = process.listeners('SIGTERM');
  startProcessEvents(process, {
    shutdown: runtime.shutdown,
    startDraining: () => {
      runtime.health.startDraining();
      doctor.watchSignal(own);
    },
    // What could not be sent is told by the exporters themselves.
    flush: () => runtime.flush(options.shutdownTimeoutMs).catch(() => {}),
    // The last that is done before a signal is raised again.
    flushLogsSync() {
      onEnd();
      flushLogsSync();
    },
    flushSync() {
      onEnd();
      threads.begin();
      flushSync();
      threads.wait(Math.min(threadsMs, options.shutdownTimeoutMs));
    },
    logFatal(error, origin) {
      keepAll();
      runtime.logger.error(origin === 'uncaughtException' ? 'uncaught exception' : 'unhandled rejection', { error });
    },
  });
  const own = process.listeners('SIGTERM').filter((listener) => !others.includes(listener));
}
