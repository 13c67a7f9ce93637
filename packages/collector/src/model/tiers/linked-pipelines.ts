// The pipelines of a tier that sends to gateways: each signal goes to the gateway that has its backends.
import type { Signal } from '../../catalogue/component-kind.ts';
import type { Component } from '../../components/component.ts';
import { buildCumulativeToDelta } from '../../components/cumulative-to-delta.ts';
import { buildForward } from '../../components/span-metrics.ts';
import { buildTenantFilter, buildUnassignedFilter } from '../../components/tenant-filter.ts';
import type { Pipeline } from '../collector-model.ts';
import { needsTemporality, temporalities } from '../destinations/destinations.ts';
import type { Gateway } from '../destinations/gateways.ts';
import { buildLink } from '../destinations/link.ts';
import type { EnvironmentInput } from '../environment-input.ts';
import { deltaPort, grpcPort } from '../ports.ts';
import type { Sizes } from '../sizing.ts';

/** The queues for one gateway. Traces, metrics and logs share one queue, and delta metrics have their own. */
export function findLinkQueues({ backends }: Gateway, signals: readonly Signal[]): readonly (readonly Signal[])[] {
  return needsTemporality(backends, 'delta') ? [signals, ['metrics']] : [signals];
}

export interface LinkedSettings {
  readonly signal: Signal;
  readonly receivers: readonly Component[];
  readonly processors: readonly Component[];
  /** The first processor of each pipeline. */
  readonly limiter: Component;
  readonly gateways: readonly Gateway[];
  readonly sizes: Sizes;
}

export function buildLinkedPipelines(input: EnvironmentInput, settings: LinkedSettings): readonly Pipeline[] {
  const { signal, receivers, processors, limiter, gateways, sizes } = settings;
  const { tenants } = input.manifest;
  const links = gateways.flatMap((gateway) => buildLinks(input, { gateway, signal, sizes }));
  const [only] = links;
  if (tenants === undefined && links.length === 1 && only !== undefined) {
    const { name, convert, exporter } = only;
    return [{ signal, ...(name !== '' && { name }), receivers, processors: [...processors, ...convert], exporters: [exporter] }];
  }
  const forward = buildForward(`${signal}_to_gateways`);
  return [
    {
      signal,
      name: 'in',
      receivers,
      processors,
      exporters: [forward],
      reason: 'Everything is processed once, then sent where it belongs.',
    },
    ...links.map(({ gateway, name, convert, exporter }): Pipeline => ({
      signal,
      name: name === '' ? 'gateway' : name,
      receivers: [forward],
      processors: [limiter, ...buildFilters(input, gateway), ...convert],
      exporters: [exporter],
    })),
  ];
}

interface GatewayLink {
  readonly gateway: Gateway;
  /** The part of the names that tells one link from another. Empty: there is nothing to tell. */
  readonly name: string;
  /** The processors that make of the metrics what the gateway's backends take. */
  readonly convert: readonly Component[];
  readonly exporter: Component;
}

/** The links of a signal to one gateway: one for each temporality of metrics that its backends take, and one for other signals. */
function buildLinks(
  { environment, manifest }: EnvironmentInput,
  { gateway, signal, sizes }: { readonly gateway: Gateway; readonly signal: Signal; readonly sizes: Sizes },
): readonly GatewayLink[] {
  const needed = temporalities.filter((temporality) =>
    signal === 'metrics' ? needsTemporality(gateway.backends, temporality) : temporality === 'cumulative',
  );
  return needed.map((temporality) => {
    const delta = temporality === 'delta';
    const name = [gateway.tenant, delta ? 'delta' : undefined].filter((part) => part !== undefined).join('_');
    const exporter = buildLink({
      name: name === '' ? 'gateway' : `gateway_${name}`,
      to: gateway.name,
      port: delta ? deltaPort : grpcPort,
      environment,
      signals: delta ? ['metrics'] : manifest.signals,
      sizes,
    });
    return { gateway, name, convert: delta ? [buildCumulativeToDelta()] : [], exporter };
  });
}

/** The filter that lets only the data of one gateway through. A platform without tenants has none. */
function buildFilters({ manifest: { tenants } }: EnvironmentInput, { tenant, values }: Gateway): readonly Component[] {
  if (tenants === undefined) return [];
  const { attribute } = tenants;
  if (tenant !== undefined) return [buildTenantFilter({ tenant, attribute, values })];
  const owned = Object.values(tenants.names)
    .flatMap((one) => one.values)
    .toSorted();
  return [buildUnassignedFilter({ attribute, values: owned })];
}
