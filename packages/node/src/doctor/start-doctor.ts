// The doctor of a running service: what is wrong is told when it is first seen, as a coded notice.
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
  /** Where the admin port listens; undefined in a worker thread, which has none. */
  readonly adminUrl: string | undefined;
  readonly notify: Notify;
}

export interface RunningDoctor {
  /** To be called when a signal was left to the service's own handlers; `own` are Plinth's. */
  watchSignal(own: readonly NodeJS.SignalsListener[]): void;
}

/** Tells what is wrong already, and goes on to watch modules and answers of the Collector. Costs one read of the main file. */
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
    admin: adminUrl === undefined ? undefined : { host: options.admin.host, url: adminUrl },
    modules: startModuleWatch(examine),
    exports: startExportWatch(endpoints(options), examine),
    lingering: [],
  };
  setStartRecord(record);
  examine();
  return {
    watchSignal(own) {
      // Does not keep the process alive: where it runs, something else does.
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
