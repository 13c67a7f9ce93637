// One process on each node, or in each pod: it takes everything in, says whose it is, masks it, and hands it on.
import type { Signal } from '../../catalogue/component-kind.ts';
import type { Component } from '../../components/component.ts';
import { env, template } from '../../components/config-value.ts';
import { buildFileLogReceiver } from '../../components/file-log-receiver.ts';
import { buildHostMetricsReceiver, buildKubeletStatsReceiver } from '../../components/infrastructure-receivers.ts';
import { buildOtlpReceiver } from '../../components/otlp-receiver.ts';
import { buildProbabilisticSampler } from '../../components/probabilistic-sampler.ts';
import { buildPrometheusReceiver } from '../../components/prometheus-receiver.ts';
import type { CollectorModel } from '../collector-model.ts';
import { buildDestinations, findQueues } from '../destinations/destinations.ts';
import { findGateways } from '../destinations/gateways.ts';
import { internalSecrets } from '../destinations/link.ts';
import type { EnvironmentInput } from '../environment-input.ts';
import { grpcPort, httpPort } from '../ports.ts';
import { endpointOf, inPod, insidePod, queueStorageId, type ProcessPlace } from '../process-place.ts';
import { buildSizes, mapRates } from '../sizing.ts';
import { k8sAttributesRules, kubeletRules } from './api-rules.ts';
import { buildDirectPipelines } from './direct-pipelines.ts';
import { buildLinkedPipelines, findLinkQueues } from './linked-pipelines.ts';
import { buildProcessLimiter } from './process.ts';
import { buildProcessing } from './processing.ts';
import { selfLabels } from './self-telemetry.ts';
import { buildTier } from './tier.ts';

export function buildAgent(input: EnvironmentInput, kind: 'agent' | 'sidecar'): CollectorModel {
  const { manifest, environment, load, total, sampling } = input;
  const { sources, signals } = manifest;
  const sidecar = kind === 'sidecar';
  const place = sidecar ? insidePod : inPod;
  const direct = environment.topology === 'agent';
  const gateways = direct ? [] : findGateways(input);
  const sizes = buildSizes({
    load,
    // A sidecar carries one service. What its pod makes is taken to be a hundredth of all.
    tier: sidecar
      ? { total: mapRates((signal) => total[signal] / 100), processes: 1, sharedUnevenly: true }
      : { total, processes: load.nodes, sharedUnevenly: load.nodes > 1 },
    asked: environment.agent ?? {},
    production: environment.production,
    queues: direct ? findQueues(input.backends) : gateways.flatMap((gateway) => findLinkQueues(gateway, signals)),
  });
  const destinations = direct ? buildDestinations(input.backends, sizes, place) : [];
  const limiter = buildProcessLimiter(place, sizes.memoryBytes);
  const processing = buildProcessing(input, { kubernetes: sidecar ? undefined : { ownNodeOnly: true }, host: !sidecar });
  const receivers = buildReceivers(input, kind, place);
  const sampler = sampling.rest < 1 ? buildProbabilisticSampler({ ratio: sampling.rest }) : undefined;
  const readsNode = !sidecar && sources.host && signals.includes('metrics');
  return buildTier(input, {
    name: `${manifest.name}-${kind}`,
    tier: kind,
    kind: sidecar ? 'sidecar' : 'daemonset',
    place,
    sizes,
    destinations,
    pipelines: direct
      ? buildDirectPipelines(input, { signals, receivers, limiter, processing, sampler, destinations })
      : signals.flatMap((signal) =>
          buildLinkedPipelines(input, {
            signal,
            receivers: receivers[signal],
            processors: [limiter, ...processing(signal)],
            limiter,
            gateways,
            sizes,
          }),
        ),
    receiverPorts: [
      { name: 'otlp-grpc', port: grpcPort },
      { name: 'otlp-http', port: httpPort },
    ],
    secretFiles: direct ? [] : internalSecrets(environment),
    nodeFolders: [...(!sidecar && sources.logs === 'files' && signals.includes('logs') ? ['/var/log'] : []), ...(readsNode ? ['/'] : [])],
    clusterRules: [...(sidecar ? [] : k8sAttributesRules), ...(readsNode ? kubeletRules : [])],
  });
}

/** Services send to all of them. A sidecar has only these: nodes, pods and log files are the agent's. */
function buildReceivers(input: EnvironmentInput, kind: 'agent' | 'sidecar', place: ProcessPlace): Record<Signal, readonly Component[]> {
  const otlp = buildOtlpReceiver({
    grpcEndpoint: endpointOf(place, grpcPort),
    httpEndpoint: endpointOf(place, httpPort),
    balanced: false,
    bindingReason: place.bindingReason,
  });
  if (kind === 'sidecar') return { traces: [otlp], metrics: [otlp], logs: [otlp] };
  return {
    traces: [otlp],
    metrics: [otlp, ...buildMetricReceivers(input)],
    logs: [otlp, ...(input.manifest.sources.logs === 'otlp' ? [] : [buildNodeLogReceiver(input)])],
  };
}

function buildMetricReceivers({ manifest }: EnvironmentInput): readonly Component[] {
  const { sources } = manifest;
  const interval = sources.scrapeInterval.text;
  return [
    buildPrometheusReceiver({
      collectorLabel: selfLabels.collector,
      interval,
      pods: { adminPort: sources.adminPort, onlyPartOf: sources.metrics === 'otlp' ? manifest.name : undefined },
      targets: sources.scrapeTargets,
    }),
    ...(sources.host
      ? [
          buildHostMetricsReceiver({ interval, rootPath: template`${env('PLINTH_HOST_ROOT', '/hostfs')}` }),
          buildKubeletStatsReceiver({ interval }),
        ]
      : []),
  ];
}

/** The log files of all pods of the node, without those of the Collectors themselves. */
function buildNodeLogReceiver({ manifest, environment }: EnvironmentInput): Component {
  const own = `/var/log/pods/${environment.namespace}_${manifest.name}-*/*/*.log`;
  return buildFileLogReceiver({
    include: manifest.sources.logFiles ?? ['/var/log/pods/*/*/*.log'],
    exclude: [own],
    container: true,
    storage: queueStorageId,
  });
}
