// The doctor of a running service. It gives a coded notice of each finding when it first sees it.
import type { PlinthOptions } from '../options/options.ts';
import type { Notify } from '../notices.ts';
import { findBundledLibraries } from './bundled-libraries.ts';
import { collectEvidence, setStartRecord, type StartRecord } from './collect-evidence.ts';
import { diagnose } from './diagnose.ts';
import { startExportWatch } from './export-watch.ts';
import { readMainText } from './main-file.ts';
import { startModuleWatch } from './module-watch.ts';

export interface DoctorOptions {
  readonly options: PlinthOptions;
  readonly mainFile: string | undefined;
  /** The URL of the admin port. Undefined in a worker, which has no such port. */
  readonly adminUrl: string | undefined;
  readonly notify: Notify;
}

export interface RunningDoctor {
  /** Must be called when a signal is left to the service's own handlers. `own`: the handlers of Plinth. */
  watchSignal(own: readonly NodeJS.SignalsListener[]): void;
}

/** Says what is wrong already, and then watches modules and the Collector's answers until the process ends. It reads the main file once. */
export function startDoctor({ options, mainFile, adminUrl, notify }: DoctorOptions): RunningDoctor {
  const told = new Set<string>();
  const examine = (): void => {
    for (const { code, problem } of diagnose(collectEvidence())) {
      const key = `${code} ${problem.path}`;
      if (told.has(key)) continue;
      told.add(key);
      notify(code, problem);
    }
  };
  const record: StartRecord = {
    bundledLibraries: findBundledLibraries(readMainText(mainFile)),
    admin: adminUrl === undefined ? undefined : { hosts: options.admin.hosts, url: adminUrl },
    modules: startModuleWatch(examine),
    exports: startExportWatch(endpoints(options), examine),
    lingering: [],
  };
  setStartRecord(record);
  examine();
  return {
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
