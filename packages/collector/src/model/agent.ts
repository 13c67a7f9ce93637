// One process on each node (or in each pod): takes everything in, says whose it is, masks, and hands on.
import type { Signal } from '../catalogue/component-kind.ts';
import type { Component } from '../components/component.ts';
import { env, template } from '../components/config-value.ts';
import { buildCumulativeToDelta } from '../components/cumulative-to-delta.ts';
import { buildFileLogReceiver } from '../components/file-log-receiver.ts';
import { buildHostMetricsReceiver, buildKubeletStatsReceiver } from '../components/infrastructure-receivers.ts';
import { buildOtlpReceiver } from '../components/otlp-receiver.ts';
import { buildProbabilisticSampler } from '../components/probabilistic-sampler.ts';
import { buildPrometheusReceiver } from '../components/prometheus-receiver.ts';
import { buildForward } from '../components/span-metrics.ts';
import { buildTenantFilter, buildUnassignedFilter } from '../components/tenant-filter.ts';
import type { CollectorModel, Pipeline } from './collector-model.ts';
import { buildDestinations, destinationsFor, findQueues } from './destinations.ts';
import type { EnvironmentInput } from './environment-input.ts';
import { buildLink, internalSecrets } from './links.ts';
import {
  buildGoMemoryLimit,
  buildProcessExtensions,
  buildProcessLimiter,
  deltaPort,
  endpointOf,
  grpcPort,
  httpPort,
  inPod,
  insidePod,
  k8sAttributesRules,
  kubeletRules,
  podVariables,
  queueStorageId,
} from './process.ts';
import { buildProcessing } from './processing.ts';
import { findGateways, needsTemporality, type Gateway } from './routes.ts';
import { buildSelfTelemetry, healthPort, selfLabels, selfMetricsPort } from './self-telemetry.ts';
import { buildSizes, mapRates, type Sizes } from './sizing.ts';
import { buildSpanMetricsConnectors } from './span-metrics-pipelines.ts';
import { buildTracesPipelines } from './traces-pipelines.ts';

export function buildAgent(input: EnvironmentInput, kind: 'agent' | 'sidecar'): CollectorModel {
  const { manifest, environment, load, total } = input;
  const { sources, signals } = manifest;
  const name = `${manifest.name}-${kind}`;
  const sidecar = kind === 'sidecar';
  const place = sidecar ? insidePod : inPod;
  const direct = environment.topology === 'agent';
  const gateways = direct ? [] : findGateways(input);
  const sizes = buildSizes({
    load,
    // A sidecar carries one service: what a pod makes is taken to be a hundredth of all.
    tier: sidecar
      ? { total: mapRates((signal) => total[signal] / 100), processes: 1, sharedUnevenly: true }
      : { total, processes: load.nodes, sharedUnevenly: load.nodes > 1 },
    asked: environment.agent ?? {},
    production: environment.production,
    queues: direct ? findQueues(input.backends) : gateways.flatMap((gateway) => linkedSignals(gateway, signals)),
  });
  const destinations = direct ? buildDestinations(input.backends, sizes, inPod) : [];
  const limiter = buildProcessLimiter(place, sizes.memoryBytes);
  const processing = buildProcessing(input, { kubernetes: sidecar ? undefined : { ownNodeOnly: true }, host: !sidecar });
  const otlp = buildOtlpReceiver({
    grpcEndpoint: endpointOf(place, grpcPort),
    httpEndpoint: endpointOf(place, httpPort),
    balanced: false,
    bindingReason: place.bindingReason,
  });
  const receivers: Readonly<Record<Signal, readonly Component[]>> = {
    traces: [otlp],
    metrics: [otlp, ...(sidecar ? [] : buildMetricReceivers(input))],
    logs: [otlp, ...(sidecar || sources.logs === 'otlp' ? [] : [buildNodeLogReceiver(input)])],
  };
  const pipelines = direct
    ? buildDirectPipelines()
    : signals.flatMap((signal) =>
        buildLinkedPipelines({
          input,
          signal,
          receivers: receivers[signal],
          processors: [limiter, ...processing(signal)],
          limiter,
          gateways,
          sizes,
        }),
      );

  return {
    name,
    partOf: manifest.name,
    environment: input.name,
    tier: kind,
    extensions: [
      ...buildProcessExtensions(place, sidecar ? inPod.host : place.host),
      ...destinations.flatMap(({ extensions }) => extensions),
    ],
    pipelines,
    telemetry: buildSelfTelemetry(input, name, { host: inPod.host, logsAsJson: true }),
    workload: {
      kind: sidecar ? 'sidecar' : 'daemonset',
      namespace: environment.namespace,
      image: manifest.image,
      collectorVersion: manifest.collectorVersion,
      replicas: sizes.replicas,
      maxReplicas: sizes.maxReplicas,
      cores: sizes.cores,
      memoryBytes: sizes.memoryBytes,
      storageBytes: sizes.storageBytes,
      ports: [
        { name: 'otlp-grpc', port: grpcPort },
        { name: 'otlp-http', port: httpPort },
        { name: 'metrics', port: selfMetricsPort },
        { name: 'health', port: healthPort },
        ...destinations.flatMap(({ ports }) => ports),
      ],
      variables: [buildGoMemoryLimit(sizes.memoryBytes), ...podVariables, ...destinations.flatMap(({ variables }) => variables)],
      secretFiles: [...(direct ? [] : internalSecrets(environment)), ...destinations.flatMap(({ secretFiles }) => secretFiles)],
      nodeFolders: sidecar
        ? []
        : [
            ...(sources.logs === 'files' && signals.includes('logs') ? ['/var/log'] : []),
            ...(sources.host && signals.includes('metrics') ? ['/'] : []),
          ],
      clusterRules: sidecar ? [] : [...k8sAttributesRules, ...(sources.host && signals.includes('metrics') ? kubeletRules : [])],
      namespaceRules: [],
      clients: [],
    },
    sizing: sizes.lines,
  };

  function buildDirectPipelines(): readonly Pipeline[] {
    const exportersOf = (signal: Signal, temporality?: 'cumulative' | 'delta') =>
      destinationsFor(destinations, signal, temporality).map(({ exporter }) => exporter);
    const connectors = buildSpanMetricsConnectors(input, {
      cumulative: exportersOf('metrics', 'cumulative').length > 0,
      delta: exportersOf('metrics', 'delta').length > 0,
    });
    const { rest } = input.sampling;
    return signals.flatMap((signal): readonly Pipeline[] => {
      const processors = [limiter, ...processing(signal)];
      if (signal === 'traces')
        return buildTracesPipelines({
          receivers: receivers.traces,
          processors: processing('traces'),
          limiter,
          connectors: [...connectors.cumulative, ...connectors.delta],
          sampler: rest < 1 ? buildProbabilisticSampler({ ratio: rest }) : undefined,
          exporters: exportersOf('traces'),
        });
      if (signal === 'logs') return [{ signal, receivers: receivers.logs, processors, exporters: exportersOf('logs') }];
      return (['cumulative', 'delta'] as const)
        .filter((temporality) => exportersOf('metrics', temporality).length > 0)
        .map((temporality) => ({
          signal,
          ...(temporality === 'delta' && { name: 'delta' }),
          receivers: [...receivers.metrics, ...connectors[temporality]],
          processors: temporality === 'delta' ? [...processors, buildCumulativeToDelta()] : processors,
          exporters: exportersOf('metrics', temporality),
        }));
    });
  }
}

/** Queues that an agent has for one gateway: traces, metrics and logs share one, delta metrics have their own. */
function linkedSignals({ backends }: Gateway, signals: readonly Signal[]): readonly (readonly Signal[])[] {
  return needsTemporality(backends, 'delta') ? [signals, ['metrics']] : [signals];
}

interface LinkedSettings {
  readonly input: EnvironmentInput;
  readonly signal: Signal;
  readonly receivers: readonly Component[];
  readonly processors: readonly Component[];
  readonly limiter: Component;
  readonly gateways: readonly Gateway[];
  readonly sizes: Sizes;
}

function buildLinkedPipelines({ input, signal, receivers, processors, limiter, gateways, sizes }: LinkedSettings): readonly Pipeline[] {
  const { environment, manifest } = input;
  const routes = gateways.flatMap((gateway) => {
    const temporalities = (['cumulative', 'delta'] as const).filter((temporality) =>
      signal === 'metrics' ? needsTemporality(gateway.backends, temporality) : temporality === 'cumulative',
    );
    return temporalities.map((temporality) => {
      const delta = temporality === 'delta';
      const name = [gateway.tenant, delta ? 'delta' : undefined].filter((part) => part !== undefined).join('_');
      const link = buildLink({
        name: name === '' ? 'gateway' : `gateway_${name}`,
        to: gateway.name,
        port: delta ? deltaPort : grpcPort,
        environment,
        signals: delta ? ['metrics'] : manifest.signals,
        sizes,
      });
      return { gateway, name, link, convert: delta ? [buildCumulativeToDelta()] : [] };
    });
  });
  const { tenants } = manifest;
  const [only] = routes;
  if (tenants === undefined && routes.length === 1 && only !== undefined)
    return [
      {
        signal,
        ...(only.name !== '' && { name: only.name }),
        receivers,
        processors: [...processors, ...only.convert],
        exporters: [only.link],
      },
    ];

  const forward = buildForward(`${signal}_to_gateways`);
  const all = Object.values(tenants?.names ?? {})
    .flatMap(({ values }) => values)
    .toSorted();
  return [
    {
      signal,
      name: 'in',
      receivers,
      processors,
      exporters: [forward],
      reason: 'Everything is processed once, then sent where it belongs.',
    },
    ...routes.map(({ gateway, name, link, convert }): Pipeline => {
      const filter =
        tenants === undefined
          ? []
          : [
              gateway.tenant === undefined
                ? buildUnassignedFilter({ attribute: tenants.attribute, values: all })
                : buildTenantFilter({ tenant: gateway.tenant, attribute: tenants.attribute, values: gateway.values }),
            ];
      return {
        signal,
        name: name === '' ? 'gateway' : name,
        receivers: [forward],
        processors: [limiter, ...filter, ...convert],
        exporters: [link],
      };
    }),
  ];
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

function buildNodeLogReceiver({ manifest, environment }: EnvironmentInput): Component {
  const own = `/var/log/pods/${environment.namespace}_${manifest.name}-*/*/*.log`;
  return buildFileLogReceiver({
    include: manifest.sources.logFiles ?? ['/var/log/pods/*/*/*.log'],
    exclude: [own],
    container: true,
    storage: queueStorageId,
  });
}
