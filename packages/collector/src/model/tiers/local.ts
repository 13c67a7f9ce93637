// One process that does everything: on a laptop, on a virtual machine, in a test.
import { signals as allSignals, type Signal } from '../../catalogue/component-kind.ts';
import type { Component } from '../../components/component.ts';
import { buildFileLogReceiver } from '../../components/file-log-receiver.ts';
import { buildHostMetricsReceiver } from '../../components/infrastructure-receivers.ts';
import { buildOtlpReceiver } from '../../components/otlp-receiver.ts';
import { buildProbabilisticSampler } from '../../components/probabilistic-sampler.ts';
import { buildPrometheusReceiver } from '../../components/prometheus-receiver.ts';
import { buildTailSampling } from '../../components/tail-sampling.ts';
import type { CollectorModel } from '../collector-model.ts';
import { buildDestinations, findQueues } from '../destinations/destinations.ts';
import type { EnvironmentInput } from '../environment-input.ts';
import { grpcPort, httpPort, selfMetricsPort } from '../ports.ts';
import { endpointOf, onMachine, queueStorageId } from '../process-place.ts';
import { buildSizes } from '../sizing.ts';
import { buildDirectPipelines } from './direct-pipelines.ts';
import { buildProcessLimiter } from './process.ts';
import { buildProcessing } from './processing.ts';
import { selfLabels } from './self-telemetry.ts';
import { buildTier } from './tier.ts';

export function buildLocal(input: EnvironmentInput): CollectorModel {
  const { manifest, environment, backends, load, total, sampling } = input;
  const sizes = buildSizes({
    load,
    tier: { total, processes: 1, sharedUnevenly: false },
    asked: environment.agent ?? {},
    production: environment.production,
    queues: findQueues(backends),
    undecidedSeconds: sampling.policies.length > 0 ? sampling.decisionWait.seconds : 0,
  });
  const destinations = buildDestinations(backends, sizes, onMachine);
  return buildTier(input, {
    name: manifest.name,
    tier: 'local',
    kind: 'process',
    place: onMachine,
    sizes,
    destinations,
    pipelines: buildDirectPipelines(input, {
      signals: allSignals.filter((signal) => manifest.signals.includes(signal)),
      receivers: buildReceivers(input),
      limiter: buildProcessLimiter(onMachine, sizes.memoryBytes),
      processing: buildProcessing(input, { host: true }),
      sampler: buildSampler(input, sizes.rates.traces),
      destinations,
    }),
    receiverPorts: [
      { name: 'otlp-grpc', port: grpcPort },
      { name: 'otlp-http', port: httpPort },
    ],
  });
}

function buildReceivers({ manifest: { sources } }: EnvironmentInput): Record<Signal, readonly Component[]> {
  const interval = sources.scrapeInterval.text;
  const otlp = buildOtlpReceiver({
    grpcEndpoint: endpointOf(onMachine, grpcPort),
    httpEndpoint: endpointOf(onMachine, httpPort),
    balanced: false,
    bindingReason: onMachine.bindingReason,
  });
  const scrape = buildPrometheusReceiver({
    collectorLabel: selfLabels.collector,
    interval,
    targets: [
      `127.0.0.1:${selfMetricsPort}`,
      ...(sources.metrics === 'scrape' ? [`127.0.0.1:${sources.adminPort}`] : []),
      ...sources.scrapeTargets,
    ],
  });
  return {
    traces: [otlp],
    metrics: [otlp, scrape, ...(sources.host ? [buildHostMetricsReceiver({ interval })] : [])],
    logs: [
      otlp,
      ...(sources.logs === 'files' && sources.logFiles !== undefined
        ? [buildFileLogReceiver({ include: sources.logFiles, exclude: [], container: false, storage: queueStorageId })]
        : []),
    ],
  };
}

/** Policies need whole traces. Without policies the id of a trace decides, and undefined keeps them all. */
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
