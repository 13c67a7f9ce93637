// One environment with everything of the manifest that applies to it, and its load.
import type { Environment, Load, PlatformManifest, Sampling, SignalBackend } from '@plinth/manifest';
import type { Signal } from '../catalogue/component-kind.ts';
import { buildTotalRates, type Rates } from './sizing.ts';

export interface NamedBackend {
  readonly name: string;
  readonly backend: SignalBackend;
  readonly signals: readonly Signal[];
}

export interface EnvironmentInput {
  readonly manifest: PlatformManifest;
  readonly name: string;
  readonly environment: Environment;
  readonly cluster: string | undefined;
  /** The value of deployment.environment.name. */
  readonly environmentName: string;
  readonly backends: readonly NamedBackend[];
  readonly sampling: Sampling;
  readonly load: Load;
  readonly total: Rates;
}

export function buildEnvironmentInput(manifest: PlatformManifest, name: string, environment: Environment): EnvironmentInput {
  const own = Object.fromEntries(Object.entries(environment.load ?? {}).filter(([, value]) => value !== undefined));
  const load: Load = { ...manifest.load, ...own };
  return {
    manifest,
    name,
    environment,
    cluster: environment.topology === 'local' ? environment.cluster : (environment.cluster ?? name),
    environmentName: environment.production ? 'production' : name,
    backends: selectBackends(manifest, environment.backends ?? Object.keys(manifest.backends)),
    sampling: environment.sampling ?? manifest.sampling,
    load,
    total: buildTotalRates(load, manifest.sources.scrapeInterval, manifest.signals),
  };
}

/** The backends stand in the order of their names, so that the order of a map's keys decides nothing. */
export function selectBackends(manifest: PlatformManifest, names: readonly string[]): readonly NamedBackend[] {
  return names.toSorted().flatMap((name) => {
    const backend = manifest.backends[name];
    return backend === undefined ? [] : [{ name, backend, signals: backend.signals }];
  });
}
