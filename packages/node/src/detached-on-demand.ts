// Takes the place of detached.ts in the CommonJS build. A service that requires `@plinth/node` and was started with `--import` has the SDK
// already, from the other build: a second one is loaded only where there is none.
import type * as detached from './detached.ts';
import { findRuntime, type Runtime } from './runtime.ts';

declare const require: (path: './detached.cjs') => typeof detached;

export function useRuntime(): Runtime {
  return (used ??= findRuntime() ?? require('./detached.cjs').useRuntime());
}

let used: Runtime | undefined;
