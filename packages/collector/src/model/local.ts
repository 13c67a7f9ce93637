// One process that does everything: a laptop, a virtual machine, a test.
import type { Component } from '../components/component.ts';
import { buildCumulativeToDelta } from '../components/cumulative-to-delta.ts';
import { buildFileLogReceiver } from '../components/file-log-receiver.ts';
import { buildHostMetricsReceiver } from '../components/infrastructure-receivers.ts';
import { buildOtlpReceiver } from '../components/otlp-receiver.ts';
import { buildProbabilisticSampler } from '../components/probabilistic-sampler.ts';
import { buildPrometheusReceiver } from '../components/prometheus-receiver.ts';
import { buildTailSampling } from '../components/tail-sampling.ts';
import type { CollectorModel, Pipeline } from './collector-model.ts';
import { buildDestinations, destinationsFor, findQueues } from './destinations.ts';
import type { EnvironmentInput } from './environment-input.ts';
import {
  buildGoMemoryLimit,
  buildProcessExtensions,
  buildProcessLimiter,
  endpointOf,
  grpcPort,
  httpPort,
  onMachine,
  queueStorageId,
} from './process.ts';
import { buildProcessing } from './processing.ts';
import { buildSelfTelemetry, healthPort, selfLabels, selfMetricsPort } from './self-telemetry.ts';
import { buildSizes } from './sizing.ts';
import { buildSpanMetricsConnectors } from './span-metrics-pipelines.ts';
import { buildTracesPipelines } from './traces-pipelines.ts';

export function buildLocal(input: EnvironmentInput): CollectorModel {
  const { manifest, environment, backends, load, total, sampling } = input;
  const { sources, signals } = manifest;
  const tail = sampling.policies.length > 0;
  const sizes = buildSizes({
    load,
    tier: { total, processes: 1, sharedUnevenly: false },
    asked: environment.agent ?? {},
    production: environment.production,
    queues: findQueues(backends),
    undecidedSeconds: tail ? sampling.decisionWait.seconds : 0,
  });
  const destinations = buildDestinations(backends, sizes, onMachine);
  const limiter = buildProcessLimiter(onMachine, sizes.memoryBytes);
  const processing = buildProcessing(input, { host: true });
  const otlp = buildOtlpReceiver({
    grpcEndpoint: endpointOf(onMachine, grpcPort),
    httpEndpoint: endpointOf(onMachine, httpPort),
    balanced: false,
    bindingReason: onMachine.bindingReason,
  });
  const connectors = buildSpanMetricsConnectors(input, {
    cumulative: destinationsFor(destinations, 'metrics', 'cumulative').length > 0,
    delta: destinationsFor(destinations, 'metrics', 'delta').length > 0,
  });

  const pipelines: Pipeline[] = [];
  if (signals.includes('traces'))
    pipelines.push(
      ...buildTracesPipelines({
        receivers: [otlp],
        processors: processing('traces'),
        limiter,
        connectors: [...connectors.cumulative, ...connectors.delta],
        sampler: buildSampler(input, sizes.rates.traces),
        exporters: destinationsFor(destinations, 'traces').map(({ exporter }) => exporter),
      }),
    );
  if (signals.includes('metrics')) {
    const scraped: Component[] = [
      buildPrometheusReceiver({
        collectorLabel: selfLabels.collector,
        interval: sources.scrapeInterval.text,
        targets: [
          `127.0.0.1:${selfMetricsPort}`,
          ...(sources.metrics === 'scrape' ? [`127.0.0.1:${sources.adminPort}`, ...sources.scrapeTargets] : sources.scrapeTargets),
        ],
      }),
      ...(sources.host ? [buildHostMetricsReceiver({ interval: sources.scrapeInterval.text })] : []),
    ];
    for (const temporality of ['cumulative', 'delta'] as const) {
      const to = destinationsFor(destinations, 'metrics', temporality).map(({ exporter }) => exporter);
      if (to.length === 0) continue;
      const delta = temporality === 'delta';
      pipelines.push({
        signal: 'metrics',
        ...(delta && { name: 'delta' }),
        receivers: [otlp, ...scraped, ...connectors[temporality]],
        processors: [limiter, ...processing('metrics'), ...(delta ? [buildCumulativeToDelta()] : [])],
        exporters: to,
      });
    }
  }
  if (signals.includes('logs'))
    pipelines.push({
      signal: 'logs',
      receivers: [
        otlp,
        ...(sources.logs === 'files' && sources.logFiles !== undefined
          ? [buildFileLogReceiver({ include: sources.logFiles, exclude: [], container: false, storage: queueStorageId })]
          : []),
      ],
      processors: [limiter, ...processing('logs')],
      exporters: destinationsFor(destinations, 'logs').map(({ exporter }) => exporter),
    });

  return {
    name: manifest.name,
    partOf: manifest.name,
    environment: input.name,
    tier: 'local',
    extensions: [...buildProcessExtensions(onMachine), ...destinations.flatMap(({ extensions }) => extensions)],
    pipelines,
    telemetry: buildSelfTelemetry(input, manifest.name, { host: onMachine.host, logsAsJson: false }),
    workload: {
      kind: 'process',
      namespace: environment.namespace,
      image: manifest.image,
      collectorVersion: manifest.collectorVersion,
      replicas: 1,
      maxReplicas: 1,
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
      variables: [buildGoMemoryLimit(sizes.memoryBytes), ...destinations.flatMap(({ variables }) => variables)],
      secretFiles: destinations.flatMap(({ secretFiles }) => secretFiles),
      nodeFolders: [],
      clusterRules: [],
      namespaceRules: [],
      clients: [],
    },
    sizing: sizes.lines,
  };
}

/** Tail sampling where there are policies, else by the trace id, else none. */
function buildSampler({ sampling, load }: EnvironmentInput, spansPerSecond: number): Component | undefined {
  if (sampling.policies.length > 0)
    return buildTailSampling({
      policies: sampling.policies,
      rest: sampling.rest,
      decisionWait: sampling.decisionWait,
      newTracesPerSecond: spansPerSecond / load.spansPerTrace,
      sizedBy: `${Math.ceil(spansPerSecond / load.spansPerTrace)} new traces a second (load.spansPerSecond ÷ load.spansPerTrace).`,
    });
  return sampling.rest < 1 ? buildProbabilisticSampler({ ratio: sampling.rest }) : undefined;
}
