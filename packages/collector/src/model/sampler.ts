// Behind the gateways: gets all spans of a trace, and decides on it.
import { buildOtlpReceiver } from '../components/otlp-receiver.ts';
import { buildTailSampling } from '../components/tail-sampling.ts';
import type { CollectorModel } from './collector-model.ts';
import { buildDestinations, findQueues } from './destinations.ts';
import type { EnvironmentInput } from './environment-input.ts';
import { internalSecrets, internalServerTls } from './links.ts';
import { buildGoMemoryLimit, buildProcessExtensions, buildProcessLimiter, endpointOf, grpcPort, inPod, podVariables } from './process.ts';
import { buildSelfTelemetry, healthPort, selfMetricsPort } from './self-telemetry.ts';
import { buildSizes } from './sizing.ts';

export function buildSampler(input: EnvironmentInput): CollectorModel {
  const { manifest, environment, load, total, sampling } = input;
  const backends = input.backends
    .filter(({ signals }) => signals.includes('traces'))
    .map((backend) => ({ ...backend, signals: ['traces'] as const }));
  const sizes = buildSizes({
    load,
    tier: { total: { traces: total.traces, metrics: 0, logs: 0 }, sharedUnevenly: false },
    asked: environment.sampler ?? {},
    production: environment.production,
    queues: findQueues(backends),
    undecidedSeconds: sampling.decisionWait.seconds,
  });
  const destinations = buildDestinations(backends, sizes, inPod);
  const newTraces = sizes.rates.traces / load.spansPerTrace;
  const name = `${manifest.name}-sampler`;
  return {
    name,
    partOf: manifest.name,
    environment: input.name,
    tier: 'sampler',
    extensions: [...buildProcessExtensions(inPod), ...destinations.flatMap(({ extensions }) => extensions)],
    pipelines: [
      {
        signal: 'traces',
        receivers: [
          buildOtlpReceiver({
            grpcEndpoint: endpointOf(inPod, grpcPort),
            tls: internalServerTls(environment),
            balanced: false,
            bindingReason: inPod.bindingReason,
          }),
        ],
        processors: [
          buildProcessLimiter(inPod, sizes.memoryBytes),
          buildTailSampling({
            policies: sampling.policies,
            rest: sampling.rest,
            decisionWait: sampling.decisionWait,
            newTracesPerSecond: newTraces,
            sizedBy: `${Math.ceil(newTraces)} new traces a second in this process (load.spansPerSecond ÷ load.spansPerTrace ÷ replicas).`,
          }),
        ],
        exporters: destinations.map(({ exporter }) => exporter),
      },
    ],
    telemetry: buildSelfTelemetry(input, name, { host: inPod.host, logsAsJson: true }),
    workload: {
      kind: 'statefulset',
      namespace: environment.namespace,
      image: manifest.image,
      collectorVersion: manifest.collectorVersion,
      replicas: sizes.replicas,
      // Another number of samplers sends traces to other ones: it is changed by hand, not by load.
      maxReplicas: sizes.replicas,
      cores: sizes.cores,
      memoryBytes: sizes.memoryBytes,
      storageBytes: sizes.storageBytes,
      storageClass: environment.sampler?.storageClass,
      ports: [
        { name: 'otlp-grpc', port: grpcPort },
        { name: 'metrics', port: selfMetricsPort },
        { name: 'health', port: healthPort },
        ...destinations.flatMap(({ ports }) => ports),
      ],
      variables: [buildGoMemoryLimit(sizes.memoryBytes), ...podVariables, ...destinations.flatMap(({ variables }) => variables)],
      secretFiles: [...internalSecrets(environment), ...destinations.flatMap(({ secretFiles }) => secretFiles)],
      nodeFolders: [],
      clusterRules: [],
      namespaceRules: [],
      clients: ['gateway'],
    },
    sizing: sizes.lines,
  };
}
