// The doctor of a running service. It gives a coded notice of each finding when it first sees it.
import type { PlinthOptions } from '../options/options.ts';
import { messageOf, type Notify } from '../notices.ts';
import { findBundledLibraries, watchBundledLoggers } from './bundled-libraries.ts';
import { collectEvidence, setStartRecord, type StartRecord } from './collect-evidence.ts';
import { diagnose } from './diagnose.ts';
import { startExportWatch } from './export-watch.ts';
import { readMainText } from './main-file.ts';
import { startModuleWatch } from './module-watch.ts';

export interface DoctorOptions {
  readonly options: PlinthOptions;
  readonly mainFile: string | undefined;
  readonly notify: Notify;
}

export interface RunningDoctor {
  /** Must be called with the URL of the admin port when it is open. A worker has no such port. */
  watchAdminPort(url: string): void;
  /** Must be called when a signal is left to the service's own handlers. `own`: the handlers of Plinth. */
  watchSignal(own: readonly NodeJS.SignalsListener[]): void;
}

/** Says what is wrong already, and then watches modules and the Collector's answers until the process ends. It reads the main file once. */
export function startDoctor({ options, mainFile, notify }: DoctorOptions): RunningDoctor {
  const told = new Set<string>();
  const examine = (): void => {
    // It is called from the event loop and from the service's imports: an exception would end the service.
    try {
      for (const { code, problem } of diagnose(collectEvidence())) {
        const key = `${code} ${problem.path}`;
        if (told.has(key)) continue;
        told.add(key);
        notify(code, problem);
      }
    } catch (error) {
      notify('node.instrumentation_failed', { path: 'doctor', message: messageOf(error) });
    }
  };
  const mainText = readMainText(mainFile);
  const record: StartRecord = {
    bundledLibraries: findBundledLibraries(mainText),
    bundledLoggers: [],
    admin: undefined,
    modules: startModuleWatch(examine),
    exports: startExportWatch(endpoints(options), examine),
    lingering: [],
  };
  setStartRecord(record);
  watchBundledLoggers(mainText, options.adopted, (name) => {
    record.bundledLoggers.push(name);
    examine();
  });
  examine();
  return {
    watchAdminPort(url) {
      record.admin = { hosts: options.admin.hosts, url };
      examine();
    },
    watchSignal(own) {
      // The timer does not keep the process alive.
      setTimeout(() => {
        record.lingering = process.listeners('SIGTERM').filter((listener) => !own.includes(listener));
        examine();
      }, options.shutdownTimeoutMs).unref();
    },
  };
}

function endpoints({ traces, metrics, logs }: PlinthOptions): string[] {
  return [traces.otlp.url, metrics.otlp.url, logs.otlp.url];
}
