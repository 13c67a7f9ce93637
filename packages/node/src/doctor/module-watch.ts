// Which OpenTelemetry packages and other SDKs the process loads, told by the resolution of modules.
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadedPackage } from './evidence.ts';
import { otherSdks } from './other-sdk.ts';

/** Libraries that need the SDK first: Fastify is traced when an instance is made. */
const needTheSdkFirst = ['fastify'];

const watched = new RegExp(`^.*/node_modules/(@opentelemetry/[^/]+|${otherSdks.join('|')})(?=/)`);

export interface ModuleWatch {
  /** Libraries that were loaded before, and should have been after. */
  readonly earlyLibraries: readonly string[];
  readPackages(): LoadedPackage[];
  shutdown(): void;
}

/** `onNew` is called after the turn in which a package was first seen. */
export function startModuleWatch(onNew: () => void): ModuleWatch {
  const require = createRequire(import.meta.url);
  const folders = new Map<string, string>();
  let scheduled = false;
  const see = (path: string): void => {
    const found = watched.exec(path);
    if (found === null || folders.has(found[0])) return;
    folders.set(found[0], found[1] ?? '');
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      onNew();
    }).unref();
  };
  const loaded = Object.keys(require.cache).map((path) => path.replaceAll('\\', '/'));
  loaded.forEach(see);
  const registration = registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      // As a path only when it is worth one: this runs for each module of the service.
      if (resolved.url.includes('/node_modules/')) see(toPath(resolved.url));
      return resolved;
    },
  });
  return {
    earlyLibraries: needTheSdkFirst.filter((name) => loaded.some((path) => path.includes(`/node_modules/${name}/`))),
    readPackages() {
      if (folders.size === 0) return [];
      // The API of the SDK's own import was resolved before anything could watch.
      see(require.resolve('@opentelemetry/api').replaceAll('\\', '/'));
      return [...folders].map(([folder, name]) => ({ name, folder, version: readVersion(folder) }));
    },
    shutdown: () => registration.deregister(),
  };
}

/** Empty for what is no file. */
function toPath(url: string): string {
  try {
    return url.startsWith('file:') ? fileURLToPath(url).replaceAll('\\', '/') : '';
  } catch {
    return '';
  }
}

function readVersion(folder: string): string {
  try {
    return String((JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version?: unknown }).version);
  } catch {
    return 'unknown';
  }
}
