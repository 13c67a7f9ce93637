// Gets at a library's exports when it is first asked for, by `require` or `import`: it is loaded and patched before its importer
// sees it. Only resolution is hooked, in this thread; hooking `load` would change how Node 22 loads every CommonJS module.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { OnInstrumentationError } from './channel-listeners.ts';

export interface LibraryHook {
  /** File that is patched, as its path below `node_modules`. Of an ES module only what its exports hold can be patched, not the exports. */
  readonly file: string;
  /** Called once for each copy of the file with what it exports. */
  readonly patch: (moduleExports: unknown) => void;
  /**
   * Patched at the first request of a server instead: a module that is patched when it is resolved runs before the imports above it,
   * and some must not.
   */
  readonly isLate?: boolean;
}

const modulesFolder = '/node_modules/';
const requestChannel = 'http.server.request.start';

/** Patches each library when it is first loaded, or at once where it already is. What a patch throws is told; the library works without it. */
export function startLibraryHooks(hooks: readonly LibraryHook[], onError: OnInstrumentationError): { shutdown: () => void } {
  const byFile = new Map(hooks.map((hook) => [hook.file, hook]));
  const seen = new Set<string>();
  const require = createRequire(import.meta.url);
  const patch = (hook: LibraryHook, path: string): void => {
    // First, because loading the library resolves it again.
    seen.add(path);
    try {
      hook.patch(require(path));
    } catch (error) {
      onError(hook.file, error);
    }
  };
  const patchLate = (hook: LibraryHook, path: string): void => {
    seen.add(path);
    const onRequest = (): void => {
      unsubscribe(requestChannel, onRequest);
      patch(hook, path);
    };
    subscribe(requestChannel, onRequest);
  };
  const find = (path: string): LibraryHook | undefined => {
    const start = path.lastIndexOf(modulesFolder);
    return start < 0 ? undefined : byFile.get(path.slice(start + modulesFolder.length));
  };
  for (const path of Object.keys(require.cache)) {
    const hook = find(path.replaceAll('\\', '/'));
    if (hook !== undefined) (hook.isLate === true ? patchLate : patch)(hook, path);
  }
  const registration = registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      const hook = resolved.url.startsWith('file:') ? find(resolved.url) : undefined;
      if (hook !== undefined) {
        const path = fileURLToPath(resolved.url);
        if (!seen.has(path)) (hook.isLate === true ? patchLate : patch)(hook, path);
      }
      return resolved;
    },
  });
  return { shutdown: () => registration.deregister() };
}
