// Patches a library when it is first resolved, by `require` or `import`: it is loaded and patched before its importer sees it. Only the
// resolution of modules is hooked, in this thread. A hook of `load` would change how Node 22 loads every CommonJS module.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import { createOwnRequire, toPath, watchModules } from '../workarounds/module-hooks.ts';
import type { OnInstrumentationError } from './channel-listeners.ts';
import { serverRequestStart } from './node-channels.ts';

export interface LibraryHook {
  /** The path of the patched file below `node_modules`, or the address of a module of Node, as `node:http2`. Exports of an ES module cannot be replaced, but objects in them can be changed. */
  readonly file: string;
  /** Is called once for each copy of the file, with its exports and its path. */
  readonly patch: (moduleExports: unknown, path: string) => void;
  /**
   * Whether the file is patched at the first request of a server instead. A module that is patched when it is resolved runs before the
   * imports above it, and some modules must not.
   */
  readonly isLate?: boolean;
  /** A package that must be loaded before the file: the file runs before the imports above it. */
  readonly needs?: string;
}

const modulesFolder = '/node_modules/';

/**
 * Patches each library when it is first loaded, or at once where it is loaded already. An exception of a patch goes to `onError`; the
 * library then works without the patch.
 */
export function startLibraryHooks(hooks: readonly LibraryHook[], onError: OnInstrumentationError): { shutdown: () => void } {
  const byFile = new Map(hooks.map((hook) => [hook.file, hook]));
  const seen = new Set<string>();
  const require = createOwnRequire(import.meta.url);
  const patch = (hook: LibraryHook, path: string): void => {
    // This comes first: to load the library resolves it again.
    seen.add(path);
    try {
      if (hook.needs !== undefined) createRequire(path)(hook.needs);
      hook.patch(require(path), path);
    } catch (error) {
      onError(hook.file, error);
    }
  };
  const patchLate = (hook: LibraryHook, path: string): void => {
    seen.add(path);
    const onRequest = (): void => {
      unsubscribe(serverRequestStart, onRequest);
      patch(hook, path);
    };
    subscribe(serverRequestStart, onRequest);
  };
  const find = (path: string): LibraryHook | undefined => {
    const start = path.lastIndexOf(modulesFolder);
    return start < 0 ? undefined : byFile.get(path.slice(start + modulesFolder.length));
  };
  for (const path of Object.keys(require.cache)) {
    const hook = find(path.replaceAll('\\', '/'));
    if (hook !== undefined) (hook.isLate === true ? patchLate : patch)(hook, path);
  }
  const registration = watchModules((url) => {
    const isFile = url.startsWith('file:');
    const hook = isFile ? find(url) : byFile.get(url);
    if (hook === undefined) return;
    const path = isFile ? toPath(url) : url;
    if (!seen.has(path)) (hook.isLate === true ? patchLate : patch)(hook, path);
  });
  return { shutdown: () => registration?.deregister() };
}
