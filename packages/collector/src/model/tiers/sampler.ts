// The tier behind the gateways: it gets all spans of a trace, and decides on the trace.
import { buildOtlpReceiver } from '../../components/otlp-receiver.ts';
import { buildTailSampling } from '../../components/tail-sampling.ts';
import type { CollectorModel, Pipeline } from '../collector-model.ts';
import { buildDestinations, findQueues } from '../destinations/destinations.ts';
import { internalSecrets, internalServerTls } from '../destinations/link.ts';
import type { EnvironmentInput } from '../environment-input.ts';
import { grpcPort } from '../ports.ts';
import { endpointOf, inPod } from '../process-place.ts';
import { buildSizes, type Sizes } from '../sizing.ts';
import { buildProcessLimiter } from './process.ts';
import { buildTier } from './tier.ts';

/** The name of the samplers' objects. */
export function nameSampler({ manifest }: EnvironmentInput): string {
  return `${manifest.name}-sampler`;
}

export function buildSampler(input: EnvironmentInput): CollectorModel {
  const { environment, load, total, sampling } = input;
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
  return buildTier(input, {
    name: nameSampler(input),
    tier: 'sampler',
    kind: 'statefulset',
    place: inPod,
    sizes,
    // Another number of samplers sends traces to other ones, so a person changes it, and the load does not.
    maxReplicas: sizes.replicas,
    storageClass: environment.sampler?.storageClass,
    destinations,
    pipelines: [{ ...buildDeciding(input, sizes), exporters: destinations.map(({ exporter }) => exporter) }],
    receiverPorts: [{ name: 'otlp-grpc', port: grpcPort }],
    secretFiles: internalSecrets(environment),
    clients: ['gateway'],
  });
}

function buildDeciding({ environment, load, sampling }: EnvironmentInput, sizes: Sizes): Omit<Pipeline, 'exporters'> {
  const newTraces = sizes.rates.traces / load.spansPerTrace;
  return {
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
  };
}
