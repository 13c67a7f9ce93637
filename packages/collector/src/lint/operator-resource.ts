// An OpenTelemetryCollector resource of the Operator: v1beta1 with the config as an object, v1alpha1 as a text.
import type { Deployment, Mode } from './deployment.ts';
import { readEnv, readMemoryLimit, readPorts, readVolumes } from './container-facts.ts';
import type { SourceDocument } from './source-document.ts';
import type { Mapping } from './value-path.ts';
import { asMapping, asNumber, asString, getAt } from './value-path.ts';

const modes: readonly Mode[] = ['daemonset', 'deployment', 'statefulset', 'sidecar'];

export function isOperatorResource(value: Mapping): boolean {
  return value['kind'] === 'OpenTelemetryCollector' && String(value['apiVersion']).startsWith('opentelemetry.io/');
}

export function readOperatorDeployment(document: SourceDocument, resource: Mapping): Deployment {
  const spec = asMapping(resource['spec']);
  // The Operator's default.
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
