// The pipelines of a gateway.
import type { Component } from '../../components/component.ts';
import { buildK8sClusterReceiver } from '../../components/infrastructure-receivers.ts';
import { buildK8sAttributes } from '../../components/k8s-attributes.ts';
import { buildLoadBalancingExporter } from '../../components/load-balancing-exporter.ts';
import { buildOtlpReceiver } from '../../components/otlp-receiver.ts';
import { buildProbabilisticSampler } from '../../components/probabilistic-sampler.ts';
import { buildPrometheusReceiver } from '../../components/prometheus-receiver.ts';
import { buildResource } from '../../components/resource.ts';
import type { Pipeline } from '../collector-model.ts';
import { exportersFor, temporalities, type Destination } from '../destinations/destinations.ts';
import { headlessHost, internalClientTls, internalServerTls } from '../destinations/link.ts';
import { buildQueue } from '../destinations/queue.ts';
import type { EnvironmentInput } from '../environment-input.ts';
import { deltaPort, grpcPort, selfMetricsPort } from '../ports.ts';
import { endpointOf, inPod } from '../process-place.ts';
import type { Sizes } from '../sizing.ts';
import { buildProcessLimiter } from './process.ts';
import { nameSampler } from './sampler.ts';
import { selfLabels } from './self-telemetry.ts';
import { buildSpanMetricsConnectors } from './span-metrics-pipelines.ts';
import { buildTracesPipelines } from './traces-pipelines.ts';

/** What a gateway does beside handing on, as the environment and its backends decide it. */
export interface GatewayDuties {
  /** Traces go on to the samplers. */
  readonly twoTier: boolean;
  /** Sidecars have no rights in the cluster, and nobody scrapes behind them: the gateway does both. */
  readonly behindSidecars: boolean;
  /** The gateway reads what the cluster says about itself. The gateway of a tenant does not. */
  readonly watchesCluster: boolean;
  /** Which metrics come in. */
  readonly takes: { readonly cumulative: boolean; readonly delta: boolean };
}

export interface GatewaySettings {
  readonly duties: GatewayDuties;
  readonly sizes: Sizes;
  readonly destinations: readonly Destination[];
}

export function buildGatewayPipelines(input: EnvironmentInput, settings: GatewaySettings): readonly Pipeline[] {
  const { signals } = input.manifest;
  const { duties, sizes, destinations } = settings;
  const limiter = buildProcessLimiter(inPod, sizes.memoryBytes);
  const enrich = duties.behindSidecars ? [buildK8sAttributes({ ownNodeOnly: false })] : [];
  const otlp = buildReceiver(input, grpcPort);
  const connectors = buildSpanMetricsConnectors(input, duties.takes);
  const traces = buildTracesPipelines({
    receivers: [otlp],
    processors: enrich,
    limiter,
    connectors: [...connectors.cumulative, ...connectors.delta],
    ...sendTraces(input, settings),
  });
  const own = buildOwnReceivers(input, duties);
  const describe = own.length === 0 ? [] : [buildResource({ cluster: input.cluster, environment: input.environmentName })];
  const metrics = temporalities.flatMap((temporality): readonly Pipeline[] => {
    const exporters = exportersFor(destinations, 'metrics', temporality);
    if (exporters.length === 0) return [];
    const processors = [limiter, ...enrich, ...describe];
    if (temporality === 'cumulative')
      return [{ signal: 'metrics', receivers: [otlp, ...own, ...connectors.cumulative], processors, exporters }];
    const receivers = [buildReceiver(input, deltaPort, 'delta'), ...(duties.takes.cumulative ? [] : own), ...connectors.delta];
    return [{ signal: 'metrics', name: 'delta', receivers, processors, exporters, deltaOfAgents: true }];
  });
  return [
    ...(signals.includes('traces') ? traces : []),
    ...(signals.includes('metrics') ? metrics : []),
    ...(signals.includes('logs')
      ? [{ signal: 'logs' as const, receivers: [otlp], processors: [limiter, ...enrich], exporters: exportersFor(destinations, 'logs') }]
      : []),
  ];
}

/** Agents and sidecars send here. */
function buildReceiver({ environment }: EnvironmentInput, port: number, name?: string): Component {
  return buildOtlpReceiver({
    ...(name !== undefined && { name }),
    grpcEndpoint: endpointOf(inPod, port),
    tls: internalServerTls(environment),
    balanced: true,
    bindingReason: inPod.bindingReason,
  });
}

/** Traces go to the samplers, each trace to the one that decides on it, or to the backends. */
function sendTraces(
  input: EnvironmentInput,
  { duties, sizes, destinations }: GatewaySettings,
): { readonly sampler?: Component; readonly exporters: readonly Component[] } {
  const { environment, sampling } = input;
  if (!duties.twoTier)
    return {
      ...(sampling.rest < 1 && { sampler: buildProbabilisticSampler({ ratio: sampling.rest }) }),
      exporters: exportersFor(destinations, 'traces'),
    };
  const hostname = headlessHost(nameSampler(input), environment);
  return {
    exporters: [
      buildLoadBalancingExporter({
        resolver: { dns: { hostname, port: String(grpcPort), interval: '5s' } },
        tls: internalClientTls(environment),
        delivery: buildQueue(['traces'], sizes),
      }),
    ],
  };
}

/** The metrics that the gateway reads itself. */
function buildOwnReceivers({ manifest }: EnvironmentInput, { watchesCluster, behindSidecars }: GatewayDuties): readonly Component[] {
  const interval = manifest.sources.scrapeInterval.text;
  return [
    ...(watchesCluster ? [buildK8sClusterReceiver({ interval, leaderElector: 'k8s_leader_elector/cluster' })] : []),
    // No agent scrapes the gateway behind sidecars.
    ...(behindSidecars && manifest.signals.includes('metrics')
      ? [
          buildPrometheusReceiver({
            interval,
            targets: [endpointOf(inPod, selfMetricsPort)],
            collectorLabel: selfLabels.collector,
          }),
        ]
      : []),
  ];
}
