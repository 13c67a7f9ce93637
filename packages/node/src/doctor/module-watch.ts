// Which OpenTelemetry packages and other SDKs the process loads, as the resolution of modules shows it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { libraries } from '../traces/libraries/libraries.ts';
import { createOwnRequire, toPath, watchModules } from '../workarounds/module-hooks.ts';
import type { LoadedPackage } from './evidence.ts';
import { otherSdks } from './other-sdk.ts';

const needTheSdkFirst = libraries.filter((library) => 'needsSdkFirst' in library).map(({ name }) => name);

const watched = new RegExp(`^.*/node_modules/(@opentelemetry/[^/]+|${otherSdks.join('|')})(?=/)`);

export interface ModuleWatch {
  /** Libraries that were loaded before the SDK, and should have been loaded after it. */
  readonly earlyLibraries: readonly string[];
  readPackages(): LoadedPackage[];
}

/** Watches until the process ends. `onNew` is called after the turn of the event loop in which a package was first seen. */
export function startModuleWatch(onNew: () => void): ModuleWatch {
  const require = createOwnRequire(import.meta.url);
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
  /** The SDK itself imports the API before this watch begins. In a bundle the API is inside, and there is no file of it. */
  const seeOwnApi = (): void => {
    try {
      see(require.resolve('@opentelemetry/api').replaceAll('\\', '/'));
    } catch {}
  };
  const loaded = Object.keys(require.cache).map((path) => path.replaceAll('\\', '/'));
  loaded.forEach(see);
  watchModules((url) => {
    // The URL becomes a path only in a package: this runs for each module of the service.
    if (url.includes('/node_modules/')) see(toPath(url).replaceAll('\\', '/'));
  });
  return {
    earlyLibraries: needTheSdkFirst.filter((name) => loaded.some((path) => path.includes(`/node_modules/${name}/`))),
    readPackages() {
      if (folders.size === 0) return [];
      seeOwnApi();
      return [...folders].map(([folder, name]) => ({ name, folder, version: readVersion(folder) }));
    },
  };
}

function readVersion(folder: string): string {
  try {
    return String((JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version?: unknown }).version);
  } catch {
    return 'unknown';
  }
}
