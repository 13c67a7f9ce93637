// The tier between agents and backends: it counts every span, samples or hands on to samplers, and keeps queues for the backends.
import { buildLeaderElector } from '../../components/extensions.ts';
import type { CollectorModel } from '../collector-model.ts';
import { buildDestinations, findQueues, needsTemporality } from '../destinations/destinations.ts';
import type { Gateway } from '../destinations/gateways.ts';
import { internalSecrets } from '../destinations/link.ts';
import type { EnvironmentInput, NamedBackend } from '../environment-input.ts';
import { deltaPort, grpcPort } from '../ports.ts';
import { inPod } from '../process-place.ts';
import { buildSizes } from '../sizing.ts';
import { k8sAttributesRules, k8sClusterRules, leaseRules } from './api-rules.ts';
import { buildGatewayPipelines, type GatewayDuties } from './gateway-pipelines.ts';
import { buildTier } from './tier.ts';

export function buildGateway(input: EnvironmentInput, gateway: Gateway): CollectorModel {
  const { environment, load, total } = input;
  const duties = findDuties(input, gateway);
  const { twoTier, behindSidecars, watchesCluster, takes } = duties;
  // The samplers have the queues for the backends of traces.
  const backends = twoTier ? withoutTraces(gateway.backends) : gateway.backends;
  const sizes = buildSizes({
    load,
    tier: { total, sharedUnevenly: false },
    asked: environment.gateway ?? {},
    production: environment.production,
    queues: [...findQueues(backends), ...(twoTier ? [['traces'] as const] : [])],
  });
  const destinations = buildDestinations(backends, sizes, inPod);
  return buildTier(input, {
    name: gateway.name,
    tier: 'gateway',
    tenant: gateway.tenant,
    kind: 'statefulset',
    place: inPod,
    sizes,
    storageClass: environment.gateway?.storageClass,
    destinations,
    pipelines: buildGatewayPipelines(input, { duties, sizes, destinations }),
    extensions: watchesCluster
      ? [buildLeaderElector({ name: 'cluster', namespace: environment.namespace, lease: `${gateway.name}-cluster` })]
      : [],
    receiverPorts: [{ name: 'otlp-grpc', port: grpcPort }, ...(takes.delta ? [{ name: 'otlp-delta', port: deltaPort }] : [])],
    secretFiles: internalSecrets(environment),
    clusterRules: [...(behindSidecars ? k8sAttributesRules : []), ...(watchesCluster ? k8sClusterRules : [])],
    namespaceRules: watchesCluster ? leaseRules : [],
    clients: behindSidecars ? [] : ['agent'],
  });
}

function findDuties({ manifest, environment }: EnvironmentInput, { tenant, backends }: Gateway): GatewayDuties {
  const metrics = manifest.signals.includes('metrics');
  return {
    twoTier: environment.topology === 'two_tier',
    behindSidecars: environment.topology === 'sidecar_gateway',
    watchesCluster: manifest.sources.cluster && metrics && tenant === undefined,
    takes: { cumulative: metrics && needsTemporality(backends, 'cumulative'), delta: metrics && needsTemporality(backends, 'delta') },
  };
}

function withoutTraces(backends: readonly NamedBackend[]): readonly NamedBackend[] {
  return backends
    .map((backend) => ({ ...backend, signals: backend.signals.filter((signal) => signal !== 'traces') }))
    .filter((backend) => backend.signals.length > 0);
}
