// Node's hooks of module resolution, where there are any: Jest has a module system of its own and hides them. The import is not by name: a
// name that a module does not have stops the process before its first line.
import nodeModule from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

type Registration = { readonly deregister: () => void };

/**
 * Calls `onResolved` with the URL of each module that is resolved from now on, before it is loaded. What `onResolved` throws is swallowed:
 * the service's import must not fail. Undefined where modules cannot be watched.
 */
export function watchModules(onResolved: (url: string) => void): Registration | undefined {
  try {
    return nodeModule.registerHooks({
      resolve: function plinthResolve(specifier, context, nextResolve) {
        let resolved: ReturnType<typeof nextResolve>;
        try {
          resolved = nextResolve(specifier, context);
        } catch (error) {
          removeOwnFrames(error);
          throw error;
        }
        try {
          onResolved(resolved.url);
        } catch {}
        return resolved;
      },
    });
  } catch {
    return undefined;
  }
}

/** A module that is not found is the service's matter: its stack shows no line of the SDK. */
function removeOwnFrames(error: unknown): void {
  try {
    if (!(error instanceof Error) || error.stack === undefined) return;
    error.stack = error.stack
      .split('\n')
      .filter((line) => !/^\s+at (Object\.)?plinthResolve /.test(line))
      .join('\n');
  } catch {}
}

/**
 * `require` of the file that the SDK is in. In a bundle that file may not know its address, or know that of its source: then the main file of
 * the process stands for it.
 */
export function createOwnRequire(url: string | undefined): NodeJS.Require {
  try {
    if (url !== undefined) return nodeModule.createRequire(url);
  } catch {}
  return nodeModule.createRequire(resolve(process.argv[1] ?? 'main.js'));
}

/** The path of a `file:` URL. Empty where the URL is of no file. */
export function toPath(url: string): string {
  try {
    return url.startsWith('file:') ? fileURLToPath(url) : '';
  } catch {
    return '';
  }
}
