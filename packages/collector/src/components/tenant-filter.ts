import { because, type Component } from './component.ts';

export interface TenantFilterSettings {
  readonly tenant: string;
  readonly attribute: string;
  readonly values: readonly string[];
}

/** Lets only what belongs to one tenant through. */
export function buildTenantFilter({ tenant, attribute, values }: TenantFilterSettings): Component {
  const foreign = values.map((value) => `${pathOf(attribute)} != ${JSON.stringify(value)}`).join(' and ');
  return build(`tenant_${tenant}`, foreign, `Drops what is not ${tenant}’s: each tenant has a pipeline of its own.`);
}

/** Lets only what belongs to no tenant through: it goes to the gateway of all the rest, and is not lost. */
export function buildUnassignedFilter({ attribute, values }: Omit<TenantFilterSettings, 'tenant'>): Component {
  const owned = values.map((value) => `${pathOf(attribute)} == ${JSON.stringify(value)}`).join(' or ');
  return build('unassigned', owned, 'Drops what a tenant has; what is left belongs to none, and is not lost.');
}

function pathOf(attribute: string): string {
  return `resource.attributes[${JSON.stringify(attribute)}]`;
}

function build(name: string, condition: string, reason: string): Component {
  return {
    kind: 'processor',
    type: 'filter',
    name,
    config: { error_mode: 'ignore', traces: { span: [condition] }, metrics: { metric: [condition] }, logs: { log_record: [condition] } },
    reasons: [because('', reason)],
    rank: 'convert',
  };
}
