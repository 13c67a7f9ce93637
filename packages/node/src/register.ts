// `node --import @plinth/node/register app.js`: starts the SDK from the environment before the service's first line.
import { resolve } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { startControl, startMemberControl } from './admin/control.ts';
import type { ControlOrder } from './admin/control-state.ts';
import { createAdminPages, createMemberPages, memberTimeoutMs } from './admin/pages.ts';
import { createAdminServer, startAdminServer } from './admin/server.ts';
import { startDoctor, type RunningDoctor } from './doctor/start-doctor.ts';
import { PlinthError } from './errors.ts';
import { startDeclaredSdk } from './export/declared-sdk.ts';
import { createGroup, findGroupDirectory, startMember } from './group/group.ts';
import { createThreadExit, joinThreadExit, type ThreadExit } from './group/thread-exit.ts';
import { startProcessEvents } from './lifecycle/process-events.ts';
import { findReplacedVariables } from './options/config-file.ts';
import type { PlinthOptions } from './options/options.ts';
import { parseOptions } from './options/parse-options.ts';
import { readServicePackage } from './resource/service-package.ts';
import { findRuntime, setRuntime } from './runtime.ts';
import { startRuntime, type StartedRuntime } from './start.ts';
import { keepTickObject } from './workarounds/tick-object.ts';

/** Milliseconds that the exit of the process waits for a busy thread. */
const threadsMs = 1000;

/** What both kinds of process need: the one with the admin port, and the members of its group. */
interface Registered {
  readonly options: PlinthOptions;
  readonly started: StartedRuntime;
  readonly mainFile: string | undefined;
}

if (findRuntime() === undefined) {
  try {
    await register();
  } catch (error) {
    if (!(error instanceof PlinthError)) throw error;
    // The message says what is wrong, where, and what to do. A stack of the SDK would only hide it.
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

async function register(): Promise<void> {
  keepTickObject();
  const mainFile = process.argv[1] === undefined ? undefined : resolve(process.argv[1]);
  let options = parseOptions(process.env, readServicePackage(process));
  const declared = options.configFile === undefined ? undefined : await startDeclaredSdk(options.configFile);
  // The file says that the SDK is disabled.
  if (options.configFile !== undefined && declared === undefined)
    options = parseOptions({ ...process.env, OTEL_SDK_DISABLED: 'true' }, readServicePackage(process));
  const started = startRuntime(options, { capture: process.env['NODE_ENV'] === 'test', declared });
  setRuntime(started.runtime);
  if (options.disabled) return;
  if (declared !== undefined) {
    const replaced = findReplacedVariables(process.env, declared.text);
    if (replaced.length > 0)
      started.notify('node.config_file_overrides', { path: replaced.join(', '), message: `set beside ${options.configFile}` });
    // The exporters of the file need the event loop: a process that comes to its natural end waits for them once.
    process.once('beforeExit', () => void started.runtime.flush(options.shutdownTimeoutMs).catch(() => {}));
  }
  const directory = findGroupDirectory();
  const registered = { options, started, mainFile };
  if (directory === undefined) await startMain(registered);
  else await joinGroup(directory, registered);
}

/** Opens the admin port: the process is a service of its own, or the one that speaks for its group. */
async function startMain({ options, started, mainFile }: Registered): Promise<void> {
  const { runtime, controls, notify, pages, ignoreServer } = started;
  const { token } = options.admin;
  const group = createGroup();
  const threads = createThreadExit();
  const tellMembers = async (order: ControlOrder): Promise<number> => {
    const answers = await group.ask('control', memberTimeoutMs, order);
    return answers.filter((answer) => answer === true).length;
  };
  const control = token === undefined ? undefined : startControl({ token, targets: controls, logger: runtime.logger, notify, tellMembers });
  const server = createAdminServer({ ...createAdminPages(pages, group), control });
  ignoreServer(server);
  const adminUrl = await startAdminServer(server, options.admin);
  runtime.logger.info('plinth started', { admin_url: adminUrl });
  runtime.addShutdownHook({ name: 'members', run: () => group.ask('shutdown', options.shutdownTimeoutMs) });
  const doctor = startDoctor({ options, mainFile, adminUrl, notify });
  handleProcessEvents({ options, started, doctor, threads, onEnd: group.removeSockets });
}

/** A worker of a cluster, or a thread. The process that has the admin port asks it. */
async function joinGroup(directory: string, { options, started, mainFile }: Registered): Promise<void> {
  const { runtime, pages, controls, notify, ignoreServer, flushSync } = started;
  const control = startMemberControl({ targets: controls, logger: runtime.logger });
  const members = createMemberPages(pages, (order) => control(order as ControlOrder), runtime.shutdown);
  await startMember(directory, members, ignoreServer);
  const doctor = startDoctor({ options, mainFile, adminUrl: undefined, notify });
  // Signals and crashes are events of the process. A thread sees its own end only.
  if (isMainThread) handleProcessEvents({ options, started, doctor, threads: createThreadExit(), onEnd: () => {} });
  else joinThreadExit(flushSync);
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
  const { runtime, flushLogsSync, flushSync, keepAll } = started;
  const others = process.listeners('SIGTERM');
  startProcessEvents(process, {
    shutdown: runtime.shutdown,
    startDraining: () => {
      runtime.health.startDraining();
      doctor.watchSignal(own);
    },
    // The exporters say themselves what could not be sent.
    flush: () => runtime.flush(options.shutdownTimeoutMs).catch(() => {}),
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
