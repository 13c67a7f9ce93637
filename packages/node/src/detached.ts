// The runtime of a process that was not started with `register`: a test, a script, or a mistake.
import { parseOptions } from './options/parse-options.ts';
import { readPackageIdentity } from './resource/package-json.ts';
import { findRuntime, setRuntime, type Runtime } from './runtime.ts';
import { renderError } from './errors.ts';
import { startRuntime } from './start.ts';

/** The started runtime; without one, a runtime that logs to stdout and exports nothing. */
export function useRuntime(): Runtime {
  const existing = findRuntime();
  if (existing !== undefined) return existing;
  const options = parseOptions(
    { ...process.env, OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'console' },
    readPackageIdentity(process.argv[1]),
  );
  const { runtime } = startRuntime(options, { capture: true });
  setRuntime(runtime);
  // Test runners import a service's modules without starting it: there it is no mistake.
  if (process.env['NODE_ENV'] !== 'test') runtime.logger.warn(renderError('node.not_registered'));
  return runtime;
}
