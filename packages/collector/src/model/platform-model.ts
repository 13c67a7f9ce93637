// The manifest becomes models: every Collector of every environment.
import type { PlatformManifest } from '@plinth/manifest';
import { buildAgent } from './tiers/agent.ts';
import type { CollectorModel } from './collector-model.ts';
import { buildEnvironmentInput } from './environment-input.ts';
import { buildGateway } from './tiers/gateway.ts';
import { buildLocal } from './tiers/local.ts';
import { findGateways } from './destinations/gateways.ts';
import { buildSampler } from './tiers/sampler.ts';

export interface EnvironmentModel {
  readonly name: string;
  readonly collectors: readonly CollectorModel[];
}

/** The environments stand in the order of their names, and the Collectors of each in the direction of the data. */
export function buildPlatformModel(manifest: PlatformManifest): readonly EnvironmentModel[] {
  return Object.entries(manifest.environments)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, environment]) => {
      const input = buildEnvironmentInput(manifest, name, environment);
      const gateways = () => findGateways(input).map((gateway) => buildGateway(input, gateway));
      switch (environment.topology) {
        case 'local':
          return { name, collectors: [buildLocal(input)] };
        case 'agent':
          return { name, collectors: [buildAgent(input, 'agent')] };
        case 'agent_gateway':
          return { name, collectors: [buildAgent(input, 'agent'), ...gateways()] };
        case 'two_tier':
          return {
            name,
            collectors: [buildAgent(input, 'agent'), ...gateways(), ...(manifest.signals.includes('traces') ? [buildSampler(input)] : [])],
          };
        case 'sidecar_gateway':
          return { name, collectors: [buildAgent(input, 'sidecar'), ...gateways()] };
      }
    });
}
