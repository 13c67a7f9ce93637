// How a Collector runs that the Operator deploys.
import type { SourceDocument } from '../source/source-document.ts';
import { asMapping, asNumber, asString, getAt, type Mapping } from '../source/value-path.ts';
import type { Deployment, Mode } from './deployment.ts';
import { readEnv, readMemoryLimit, readPorts } from './kubernetes/container.ts';
import { readVolumes } from './kubernetes/volumes.ts';

const modes: readonly Mode[] = ['daemonset', 'deployment', 'statefulset', 'sidecar'];

export function readOperatorDeployment(document: SourceDocument, resource: Mapping): Deployment {
  const spec = asMapping(resource['spec']);
  // This is the default of the Operator.
  const mode = asString(spec['mode']) ?? 'deployment';
  const env = readEnv(spec['env']);
  // The Operator sets these in every Collector.
  for (const name of ['POD_NAME', 'OTEL_CONFIG', 'SHARD', 'OTEL_RESOURCE_ATTRIBUTES_NODE_NAME']) env.set(name, env.get(name));
  const memoryLimit = readMemoryLimit(spec['resources']);
  const maxReplicas = asNumber(getAt(spec, 'autoscaler', 'maxReplicas')) ?? asNumber(spec['maxReplicas']);
  return {
    origin: 'operator',
    document,
    spec,
    specPath: ['spec'],
    mode: modes.find((known) => known === mode),
    modePath: ['spec', 'mode'],
    maxReplicas: maxReplicas ?? asNumber(spec['replicas']),
    replicasPath: maxReplicas === undefined ? ['spec', 'replicas'] : ['spec', 'autoscaler', 'maxReplicas'],
    autoscaled: maxReplicas !== undefined,
    env,
    envComplete: spec['envFrom'] === undefined,
    memoryLimit,
    containerPath: ['spec', 'resources'],
    image: asString(spec['image']),
    imagePath: ['spec', 'image'],
    ports: readPorts(spec['ports'], 'port'),
    probePorts: [],
    hasProbes: false,
    services: [],
    rbac: undefined,
    volumes: readVolumes(spec['volumes'], spec['volumeMounts'], spec['volumeClaimTemplates']),
  };
}
