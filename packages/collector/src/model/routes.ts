// Who is behind the first tier: the backends themselves, one gateway, or a gateway for each tenant.
import { backendTypes } from '@plinth/manifest';
import type { EnvironmentInput, NamedBackend } from './environment-input.ts';
import { selectBackends } from './environment-input.ts';

export interface Gateway {
  readonly name: string;
  readonly tenant?: string;
  /** What the tenant's resources have; empty for the gateway of all the rest. */
  readonly values: readonly string[];
  readonly backends: readonly NamedBackend[];
}

/** The gateways of an environment, in the order of their names; the one for everything else comes first. */
export function findGateways({ manifest, backends }: EnvironmentInput): readonly Gateway[] {
  const name = `${manifest.name}-gateway`;
  const shared: Gateway = { name, values: [], backends };
  const tenants = Object.entries(manifest.tenants?.names ?? {}).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return [
    shared,
    ...tenants.map(([tenant, { values, backends: own }]) => ({
      name: `${name}-${tenant}`,
      tenant,
      values: values.toSorted(),
      backends: own === undefined ? backends : selectBackends(manifest, own),
    })),
  ];
}

/** Whether a backend takes metrics of this temporality. */
export function needsTemporality(backends: readonly NamedBackend[], wanted: 'cumulative' | 'delta'): boolean {
  return backends.some(
    ({ backend, signals }) => signals.includes('metrics') && (backendTypes[backend.type].temporality ?? 'cumulative') === wanted,
  );
}
