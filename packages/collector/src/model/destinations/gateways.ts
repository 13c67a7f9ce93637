// The gateways behind the first tier: one for everything, and one for each tenant.
import { selectBackends, type EnvironmentInput, type NamedBackend } from '../environment-input.ts';

export interface Gateway {
  readonly name: string;
  /** undefined: the gateway of everything that no tenant has. */
  readonly tenant?: string;
  /** The values of the tenant's attribute. */
  readonly values: readonly string[];
  readonly backends: readonly NamedBackend[];
}

/** In the order of the tenants' names. The gateway of everything else comes first. */
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
