// Gets at a library's exports when it is first loaded, by `require` or `import`: a line is added to its source.
// Node's synchronous hooks run in this thread, for both module systems, and cost nothing until a listed file is loaded.
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

export interface LibraryHook {
  /** File that is patched: the end of its URL. It must be a CommonJS module. */
  readonly file: string;
  /** Called once with what the file exports. */
  readonly patch: (moduleExports: unknown) => void;
}

const callbackKey = Symbol.for('plinth.library_loaded');
type CallbackHolder = { [callbackKey]?: (file: string, moduleExports: unknown) => void };

/** Calls each hook when its file is loaded, at once for one that already is; a patch that throws is reported and the library works without it. */
export function startLibraryHooks(
  hooks: readonly LibraryHook[],
  onError: (file: string, error: unknown) => void,
): { shutdown: () => void } {
  const patch = (file: string, moduleExports: unknown): void => {
    try {
      hooks.find((hook) => hook.file === file)?.patch(moduleExports);
    } catch (error) {
      onError(file, error);
    }
  };
  (globalThis as CallbackHolder)[callbackKey] = patch;
  for (const { file, moduleExports } of findLoaded(hooks)) patch(file, moduleExports);
  const registration = registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const hook = url.startsWith('file:') ? hooks.find((candidate) => url.endsWith(candidate.file)) : undefined;
      if (hook === undefined || loaded.format === 'module') return loaded;
      const source =
        loaded.source === null || loaded.source === undefined ? readFileSync(fileURLToPath(url), 'utf8') : sourceText(loaded.source);
      const call = `;globalThis[Symbol.for(${JSON.stringify(callbackKey.description)})]?.(${JSON.stringify(hook.file)}, module.exports);`;
      return { ...loaded, source: `${source}\n${call}` };
    },
  });
  return {
    shutdown() {
      registration.deregister();
      delete (globalThis as CallbackHolder)[callbackKey];
    },
  };
}

/** What was loaded before us: in a test, or by another --import. */
function findLoaded(hooks: readonly LibraryHook[]): { readonly file: string; readonly moduleExports: unknown }[] {
  const loaded = Object.entries(createRequire(import.meta.url).cache);
  return hooks.flatMap(({ file }) =>
    loaded
      .filter(([path]) => path.replaceAll('\\', '/').endsWith(file))
      .map(([, module]) => ({ file, moduleExports: module?.exports as unknown })),
  );
}

function sourceText(source: string | ArrayBuffer | NodeJS.TypedArray): string {
  if (typeof source === 'string') return source;
  // A view may show a part of a larger buffer only.
  const bytes = ArrayBuffer.isView(source) ? Buffer.from(source.buffer, source.byteOffset, source.byteLength) : Buffer.from(source);
  return bytes.toString('utf8');
}
