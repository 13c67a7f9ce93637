// How a Collector runs whose config is a ConfigMap.
import type { SourceObject } from '../source/kubernetes-objects.ts';
import { asMapping, asNumber, asString, getAt, isMapping } from '../source/value-path.ts';
import type { Deployment, Mode } from './deployment.ts';
import { findGrantedRules } from './kubernetes/access.ts';
import { readEnv, readMemoryLimit, readPorts, readProbePorts } from './kubernetes/container.ts';
import { findServicesOf } from './kubernetes/services.ts';
import { readVolumes } from './kubernetes/volumes.ts';
import { findWorkload } from './kubernetes/workload.ts';

const modes: Readonly<Record<string, Mode>> = { DaemonSet: 'daemonset', Deployment: 'deployment', StatefulSet: 'statefulset' };

/** How the Collector of a ConfigMap runs. undefined: no workload mounts the ConfigMap, or several do. */
export function findDeployment(objects: readonly SourceObject[], configMap: string): Deployment | undefined {
  const workload = findWorkload(objects, configMap);
  if (workload === undefined) return undefined;
  const { object, pod, labels, container, containerPath, autoscaler } = workload;
  const services = findServicesOf(objects, labels);
  const account = asString(pod['serviceAccountName']) ?? asString(pod['serviceAccount']);
  return {
    origin: 'kubernetes',
    document: object.document,
    spec: asMapping(object.value['spec']),
    specPath: ['spec'],
    mode: modes[object.kind],
    modePath: ['kind'],
    maxReplicas: asNumber(getAt(autoscaler?.value, 'spec', 'maxReplicas')) ?? asNumber(getAt(object.value, 'spec', 'replicas')),
    replicasPath: ['spec', 'replicas'],
    autoscaled: autoscaler !== undefined,
    env: readEnv(container['env']),
    envComplete: container['envFrom'] === undefined,
    memoryLimit: readMemoryLimit(container['resources']),
    containerPath,
    image: asString(container['image']),
    imagePath: [...containerPath, 'image'],
    ports: [...readPorts(container['ports'], 'containerPort'), ...services.flatMap(({ ports }) => ports)],
    probePorts: readProbePorts(container),
    hasProbes: ['livenessProbe', 'readinessProbe', 'startupProbe'].some((probe) => isMapping(container[probe])),
    services,
    rbac: account === undefined ? undefined : findGrantedRules(objects, account),
    volumes: readVolumes(pod['volumes'], container['volumeMounts'], getAt(object.value, 'spec', 'volumeClaimTemplates')),
  };
}
