// Plain Kubernetes objects: the workload that mounts a config, and what stands around it.
import type { Deployment, Mode, RbacRule, Service } from './deployment.ts';
import { readEnv, readMemoryLimit, readPorts, readProbePorts, readVolumes } from './container-facts.ts';
import type { SourceDocument } from './source-document.ts';
import type { Mapping } from './value-path.ts';
import { asList, asMapping, asNumber, asString, getAt, isMapping } from './value-path.ts';

export interface KubernetesObject {
  readonly document: SourceDocument;
  readonly kind: string;
  readonly name: string;
  readonly value: Mapping;
}

const workloads: Readonly<Record<string, Mode>> = { DaemonSet: 'daemonset', Deployment: 'deployment', StatefulSet: 'statefulset' };

export function readKubernetesObject(document: SourceDocument): KubernetesObject | undefined {
  const value = asMapping(document.value);
  const kind = asString(value['kind']);
  if (kind === undefined || typeof value['apiVersion'] !== 'string') return undefined;
  return { document, kind, name: asString(getAt(value, 'metadata', 'name')) ?? '', value };
}

export function readServices(objects: readonly KubernetesObject[]): Service[] {
  return objects
    .filter(({ kind }) => kind === 'Service')
    .map(({ name, value }) => ({
      name,
      namespace: asString(getAt(value, 'metadata', 'namespace')),
      headless: getAt(value, 'spec', 'clusterIP') === 'None',
      ports: [...readPorts(getAt(value, 'spec', 'ports'), 'port'), ...readPorts(getAt(value, 'spec', 'ports'), 'targetPort')],
    }));
}

/** The workload whose Pod mounts the ConfigMap. undefined where none does, or several. */
export function findDeployment(objects: readonly KubernetesObject[], configMap: string): Deployment | undefined {
  const users = objects.filter((object) => workloads[object.kind] !== undefined && findConfigVolume(object, configMap) !== undefined);
  const [workload] = users;
  return workload === undefined || users.length > 1 ? undefined : readWorkload(objects, workload, configMap);
}

function podOf(workload: KubernetesObject): Mapping {
  return asMapping(getAt(workload.value, 'spec', 'template', 'spec'));
}

function findConfigVolume(workload: KubernetesObject, configMap: string): string | undefined {
  const volume = asList(podOf(workload)['volumes']).find(
    (item) =>
      getAt(item, 'configMap', 'name') === configMap ||
      asList(getAt(item, 'projected', 'sources')).some((source) => getAt(source, 'configMap', 'name') === configMap),
  );
  return asString(getAt(volume, 'name'));
}

function readWorkload(objects: readonly KubernetesObject[], workload: KubernetesObject, configMap: string): Deployment {
  const pod = podOf(workload);
  const volume = findConfigVolume(workload, configMap);
  const containers = asList(pod['containers']);
  const index = Math.max(
    containers.findIndex((item) => asList(getAt(item, 'volumeMounts')).some((mount) => getAt(mount, 'name') === volume)),
    0,
  );
  const container = asMapping(containers[index]);
  const containerPath = ['spec', 'template', 'spec', 'containers', index];
  const labels = asMapping(getAt(workload.value, 'spec', 'template', 'metadata', 'labels'));
  const own = objects.filter(
    ({ kind, value }) =>
      kind === 'Service' &&
      isMapping(getAt(value, 'spec', 'selector')) &&
      Object.entries(asMapping(getAt(value, 'spec', 'selector'))).every(([key, wanted]) => labels[key] === wanted),
  );
  const services = readServices(own);
  const hpa = objects.find(
    ({ kind, value }) => kind === 'HorizontalPodAutoscaler' && getAt(value, 'spec', 'scaleTargetRef', 'name') === workload.name,
  );
  const probePorts = readProbePorts(container);
  return {
    origin: 'kubernetes',
    document: workload.document,
    spec: asMapping(workload.value['spec']),
    specPath: ['spec'],
    mode: workloads[workload.kind],
    modePath: ['kind'],
    maxReplicas: asNumber(getAt(hpa?.value, 'spec', 'maxReplicas')) ?? asNumber(getAt(workload.value, 'spec', 'replicas')),
    replicasPath: ['spec', 'replicas'],
    autoscaled: hpa !== undefined,
    env: readEnv(container['env']),
    envComplete: container['envFrom'] === undefined,
    memoryLimit: readMemoryLimit(container['resources']),
    containerPath,
    image: asString(container['image']),
    imagePath: [...containerPath, 'image'],
    ports: [...readPorts(container['ports'], 'containerPort'), ...services.flatMap(({ ports }) => ports)],
    probePorts,
    hasProbes: ['livenessProbe', 'readinessProbe', 'startupProbe'].some((probe) => isMapping(container[probe])),
    services,
    rbac: readRbac(objects, asString(pod['serviceAccountName']) ?? asString(pod['serviceAccount'])),
    volumes: readVolumes(pod['volumes'], container['volumeMounts'], getAt(workload.value, 'spec', 'volumeClaimTemplates')),
  };
}

function readRbac(objects: readonly KubernetesObject[], account: string | undefined): RbacRule[] | undefined {
  if (account === undefined) return undefined;
  const bindings = objects.filter(
    ({ kind, value }) =>
      (kind === 'ClusterRoleBinding' || kind === 'RoleBinding') &&
      asList(value['subjects']).some((subject) => getAt(subject, 'name') === account),
  );
  if (bindings.length === 0) return undefined;
  const rules: RbacRule[] = [];
  for (const { value } of bindings) {
    const role = objects.find(({ kind, name }) => kind === getAt(value, 'roleRef', 'kind') && name === getAt(value, 'roleRef', 'name'));
    // A role from elsewhere: what it allows is not known.
    if (role === undefined) return undefined;
    for (const [index, rule] of asList(role.value['rules']).entries()) {
      const read = (key: string): string[] => asList(getAt(rule, key)).map(String);
      rules.push({
        apiGroups: read('apiGroups'),
        resources: read('resources'),
        verbs: read('verbs'),
        document: role.document,
        path: ['rules', index],
      });
    }
  }
  return rules;
}

export function isAllowed(rules: readonly RbacRule[], group: string, resource: string, verb: string): boolean {
  const has = (list: readonly string[], wanted: string): boolean => list.includes(wanted) || list.includes('*');
  return rules.some(({ apiGroups, resources, verbs }) => has(apiGroups, group) && has(resources, resource) && has(verbs, verb));
}
