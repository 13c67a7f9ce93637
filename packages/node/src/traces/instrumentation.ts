// Starts everything that makes spans without the service's help: HTTP of Node, and the libraries.
import { startFetchTracing } from './fetch.ts';
import { startHttpClientTracing } from './http-client.ts';
import { endOpenClientRequests } from './http-client-request.ts';
import { endOpenServerRequests } from './http-server-request.ts';
import { startHttpServerTracing } from './http-server.ts';
import { createUpgradeEvents } from './http-upgrade.ts';
import { patchHttp2 } from './http2-client.ts';
import { createHttp2Events } from './http2-server.ts';
import { libraries } from './libraries/libraries.ts';
import { startLibraryHooks, type LibraryHook } from './library-hooks.ts';
import { startServerEvents } from './server-events.ts';
import type { TracedLibrary, TracingOptions } from './traced-library.ts';

export interface StartedInstrumentation {
  readonly shutdown: () => void;
  /** Ends the HTTP requests in flight as they are now: the process ends. */
  readonly endOpenRequests: () => void;
}

/** `moreHooks`: of libraries that are not traced. All hooks look at a module together. */
export function startInstrumentation(options: TracingOptions, moreHooks: readonly LibraryHook[] = []): StartedInstrumentation {
  const started = [
    startHttpServerTracing(options),
    startServerEvents({ ...createUpgradeEvents(options), ...createHttp2Events(options) }, options),
    startHttpClientTracing(options),
    startFetchTracing(options),
    ...libraries.flatMap((library) => ('start' in library ? library.start(options) : [])),
    startLibraryHooks(
      [
        { file: 'node:http2', patch: (moduleExports) => patchHttp2(moduleExports, options) },
        ...libraries.flatMap((library) => buildHooks(library, options)),
        ...moreHooks,
      ],
      options.onError,
    ),
  ];
  return {
    shutdown() {
      for (const part of started.toReversed()) part.shutdown();
    },
    endOpenRequests() {
      try {
        endOpenServerRequests(options);
        endOpenClientRequests(options);
      } catch (error) {
        options.onError('exit', error);
      }
    },
  };
}

/** One hook for each file that is patched. Nothing is loaded for a library that the service does not load. */
function buildHooks(library: TracedLibrary, options: TracingOptions): LibraryHook[] {
  if (!('files' in library)) return [];
  return Object.entries(library.files).map(([file, patch]) => ({
    file,
    isLate: library.isLate === true,
    patch: (moduleExports) => patch(moduleExports, options),
  }));
}
