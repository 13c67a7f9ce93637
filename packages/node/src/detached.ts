// The runtime of a process that was not started with `register`: a test, a script, or a mistake.
import { collectEvidence, isMainRegistered } from './doctor/collect-evidence.ts';
import { checkRegistration } from './doctor/registration.ts';
import { parseOptions } from './options/parse-options.ts';
import { register } from './registration.ts';
import { readServicePackage } from './resource/service-package.ts';
import { findRuntime, setRuntime, type Runtime } from './runtime.ts';
import { startRuntime } from './start.ts';

/**
 * The started runtime. Where there is none, a runtime is started that exports nothing. It logs to stdout, but not where NODE_ENV is `test`:
 * the log lines of a test are in its capture.
 */
export function useRuntime(): Runtime {
  return (used ??= findRuntime() ?? startDetached());
}

let used: Runtime | undefined;

function startDetached(): Runtime {
  // Node runs no --import in a worker that is made of a text instead of a file. Such a worker joins the SDK of the main thread here.
  if (isMainRegistered() && process.env['OTEL_CONFIG_FILE'] === undefined) void register({ isAwaited: false });
  return findRuntime() ?? startAlone();
}

function startAlone(): Runtime {
  const isTest = process.env['NODE_ENV'] === 'test';
  const exporters = {
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: isTest ? 'none' : 'console',
  };
  const { runtime, notify } = startRuntime(parseOptions({ ...process.env, ...exporters }, readServicePackage(process)), {
    capture: true,
  });
  setRuntime(runtime);
  // A test runner imports the modules of a service without starting the service: there it is no mistake.
  if (!isTest) {
    for (const { code, problem } of checkRegistration(collectEvidence())) notify(code, problem);
  }
  return runtime;
}
