// Between agents and backends: counts every span, samples or hands on to samplers, keeps queues for the backends.
import type { Component } from '../components/component.ts';
import { buildLeaderElector } from '../components/extensions.ts';
import { buildK8sClusterReceiver } from '../components/infrastructure-receivers.ts';
import { buildK8sAttributes } from '../components/k8s-attributes.ts';
import { buildLoadBalancingExporter } from '../components/load-balancing-exporter.ts';
import { buildOtlpReceiver } from '../components/otlp-receiver.ts';
import { buildProbabilisticSampler } from '../components/probabilistic-sampler.ts';
import { buildPrometheusReceiver } from '../components/prometheus-receiver.ts';
import { buildResource } from '../components/resource.ts';
import type { CollectorModel, Pipeline, RbacRule } from './collector-model.ts';
import { buildDestinations, buildQueue, destinationsFor, findQueues } from './destinations.ts';
import type { EnvironmentInput } from './environment-input.ts';
import { headlessHost, internalClientTls, internalSecrets, internalServerTls } from './links.ts';
import {
  buildGoMemoryLimit,
  buildProcessExtensions,
  buildProcessLimiter,
  deltaPort,
  endpointOf,
  grpcPort,
  inPod,
  k8sAttributesRules,
  k8sClusterRules,
  leaseRules,
  podVariables,
} from './process.ts';
import { needsTemporality, type Gateway } from './routes.ts';
import { buildSelfTelemetry, healthPort, selfLabels, selfMetricsPort } from './self-telemetry.ts';
import { buildSizes } from './sizing.ts';
import { buildSpanMetricsConnectors } from './span-metrics-pipelines.ts';
import { buildTracesPipelines } from './traces-pipelines.ts';

export function buildGateway(input: EnvironmentInput, gateway: Gateway): CollectorModel {
  const { manifest, environment, load, total } = input;
  const { sources, signals } = manifest;
  const twoTier = environment.topology === 'two_tier';
  const behindSidecars = environment.topology === 'sidecar_gateway';
  // Traces go to the samplers, which have the queues for their backends.
  const backends = twoTier
    ? gateway.backends
        .map((backend) => ({ ...backend, signals: backend.signals.filter((signal) => signal !== 'traces') }))
        .filter((backend) => backend.signals.length > 0)
    : gateway.backends;
  const sizes = buildSizes({
    load,
    tier: { total, sharedUnevenly: false },
    asked: environment.gateway ?? {},
    production: environment.production,
    queues: [...findQueues(backends), ...(twoTier ? [['traces'] as const] : [])],
  });
  const destinations = buildDestinations(backends, sizes, inPod);
  const limiter = buildProcessLimiter(inPod, sizes.memoryBytes);
  const tls = internalServerTls(environment);
  const takesDelta = signals.includes('metrics') && needsTemporality(gateway.backends, 'delta');
  const takesCumulative = signals.includes('metrics') && needsTemporality(gateway.backends, 'cumulative');
  const { bindingReason } = inPod;
  const otlp = buildOtlpReceiver({ grpcEndpoint: endpointOf(inPod, grpcPort), tls, balanced: true, bindingReason });
  const otlpDelta = buildOtlpReceiver({ name: 'delta', grpcEndpoint: endpointOf(inPod, deltaPort), tls, balanced: true, bindingReason });
  const connectors = buildSpanMetricsConnectors(input, { cumulative: takesCumulative, delta: takesDelta });
  // Sidecars run without rights in the cluster: the gateway says whose telemetry it is.
  const enrich: readonly Component[] = behindSidecars ? [buildK8sAttributes({ ownNodeOnly: false })] : [];
  const watchesCluster = sources.cluster && signals.includes('metrics') && gateway.tenant === undefined;
  const elector = buildLeaderElector({ name: 'cluster', namespace: environment.namespace, lease: `${gateway.name}-cluster` });

  const pipelines: Pipeline[] = [];
  if (signals.includes('traces')) {
    const { rest } = input.sampling;
    const balancer = buildLoadBalancingExporter({
      resolver: { dns: { hostname: headlessHost(`${manifest.name}-sampler`, environment), port: String(grpcPort), interval: '5s' } },
      tls: internalClientTls(environment),
      delivery: buildQueue(['traces'], sizes),
    });
    pipelines.push(
      ...buildTracesPipelines({
        receivers: [otlp],
        processors: enrich,
        limiter,
        connectors: [...connectors.cumulative, ...connectors.delta],
        sampler: !twoTier && rest < 1 ? buildProbabilisticSampler({ ratio: rest }) : undefined,
        exporters: twoTier ? [balancer] : destinationsFor(destinations, 'traces').map(({ exporter }) => exporter),
      }),
    );
  }
  const own: readonly Component[] = [
    ...(watchesCluster
      ? [buildK8sClusterReceiver({ interval: sources.scrapeInterval.text, leaderElector: 'k8s_leader_elector/cluster' })]
      : []),
    // Where no agent scrapes it.
    ...(behindSidecars && signals.includes('metrics')
      ? [
          buildPrometheusReceiver({
            interval: sources.scrapeInterval.text,
            targets: [endpointOf(inPod, selfMetricsPort)],
            collectorLabel: selfLabels.collector,
          }),
        ]
      : []),
  ];
  for (const temporality of ['cumulative', 'delta'] as const) {
    const exporters = signals.includes('metrics')
      ? destinationsFor(destinations, 'metrics', temporality).map(({ exporter }) => exporter)
      : [];
    if (exporters.length === 0) continue;
    const delta = temporality === 'delta';
    pipelines.push({
      signal: 'metrics',
      ...(delta && { name: 'delta' }),
      receivers: [delta ? otlpDelta : otlp, ...(delta && takesCumulative ? [] : own), ...connectors[temporality]],
      processors: [
        limiter,
        ...enrich,
        ...(own.length > 0
          ? [buildResource({ cluster: input.cluster, environment: environment.production ? 'production' : input.name })]
          : []),
      ],
      exporters,
      ...(delta && { deltaOfAgents: true }),
    });
  }
  if (signals.includes('logs'))
    pipelines.push({
      signal: 'logs',
      receivers: [otlp],
      processors: [limiter, ...enrich],
      exporters: destinationsFor(destinations, 'logs').map(({ exporter }) => exporter),
    });

  const clusterRules: readonly RbacRule[] = [...(behindSidecars ? k8sAttributesRules : []), ...(watchesCluster ? k8sClusterRules : [])];
  return {
    name: gateway.name,
    partOf: manifest.name,
    environment: input.name,
    tier: 'gateway',
    tenant: gateway.tenant,
    extensions: [
      ...buildProcessExtensions(inPod),
      ...(watchesCluster ? [elector] : []),
      ...destinations.flatMap(({ extensions }) => extensions),
    ],
    pipelines,
    telemetry: buildSelfTelemetry(input, gateway.name, { host: inPod.host, logsAsJson: true }),
    workload: {
      kind: 'statefulset',
      namespace: environment.namespace,
      image: manifest.image,
      collectorVersion: manifest.collectorVersion,
      replicas: sizes.replicas,
      maxReplicas: sizes.maxReplicas,
      cores: sizes.cores,
      memoryBytes: sizes.memoryBytes,
      storageBytes: sizes.storageBytes,
      storageClass: environment.gateway?.storageClass,
      ports: [
        { name: 'otlp-grpc', port: grpcPort },
        ...(takesDelta ? [{ name: 'otlp-delta', port: deltaPort }] : []),
        { name: 'metrics', port: selfMetricsPort },
        { name: 'health', port: healthPort },
        ...destinations.flatMap(({ ports }) => ports),
      ],
      variables: [buildGoMemoryLimit(sizes.memoryBytes), ...podVariables, ...destinations.flatMap(({ variables }) => variables)],
      secretFiles: [...internalSecrets(environment), ...destinations.flatMap(({ secretFiles }) => secretFiles)],
      nodeFolders: [],
      clusterRules,
      namespaceRules: watchesCluster ? leaseRules : [],
      clients: behindSidecars ? [] : ['agent'],
    },
    sizing: sizes.lines,
  };
}
