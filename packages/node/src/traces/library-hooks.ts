// Gets at a library's exports when it is first asked for, by `require` or `import`: it is loaded and patched before its importer
// sees it. Only resolution is hooked, in this thread; hooking `load` would change how Node 22 loads every CommonJS module.
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { OnInstrumentationError } from './channel-listeners.ts';

export interface LibraryHook {
  /** File that is patched: the end of its path, with slashes. It must be a CommonJS module. */
  readonly file: string;
  /** Called once with what the file exports. */
  readonly patch: (moduleExports: unknown) => void;
}

/** Patches each library once: when it is first loaded, or at once where it already is. What a patch throws is told; the library works without it. */
export function startLibraryHooks(hooks: readonly LibraryHook[], onError: OnInstrumentationError): { shutdown: () => void } {
  const waiting = new Set(hooks);
  const require = createRequire(import.meta.url);
  const patch = (hook: LibraryHook, path: string): void => {
    // First, because loading the library resolves it again.
    waiting.delete(hook);
    try {
      hook.patch(require(path));
    } catch (error) {
      onError(hook.file, error);
    }
  };
  for (const path of Object.keys(require.cache)) {
    for (const hook of waiting) if (isFile(path, hook)) patch(hook, path);
  }
  const registration = registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      if (waiting.size > 0 && resolved.url.startsWith('file:')) {
        for (const hook of waiting) if (resolved.url.endsWith(hook.file)) patch(hook, fileURLToPath(resolved.url));
      }
      return resolved;
    },
  });
  return { shutdown: () => registration.deregister() };
}

function isFile(path: string, hook: LibraryHook): boolean {
  return path.replaceAll('\\', '/').endsWith(hook.file);
}
