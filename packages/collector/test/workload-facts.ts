// What of a Collector's Kubernetes objects must be the same, whoever wrote them and whatever they call things.
import { expect } from 'vitest';
import type { KubernetesObject } from './helm-template.ts';

interface Named {
  readonly name: string;
}
interface Container {
  readonly env: readonly Named[];
  readonly volumeMounts: readonly (Named & { readonly mountPath: string })[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number; readonly hostPort?: number }[];
  readonly args: readonly string[];
  readonly [field: string]: unknown;
}
interface Volume extends Named {
  readonly configMap?: Named & { readonly items?: readonly { readonly key: string; readonly path: string }[] };
}
interface PodSpec {
  readonly containers: readonly [Container];
  readonly volumes: readonly Volume[];
  readonly topologySpreadConstraints?: readonly { readonly topologyKey: string; readonly labelSelector: Selector }[];
  readonly serviceAccountName: string;
  readonly [field: string]: unknown;
}
interface Selector {
  readonly matchLabels: Readonly<Record<string, string>>;
}
interface Spec {
  readonly template: { readonly metadata: { readonly labels: Readonly<Record<string, string>> }; readonly spec: PodSpec };
  readonly selector: Selector;
  readonly [field: string]: unknown;
}
interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}
interface Ingress {
  readonly from: readonly {
    readonly podSelector?: Selector & { readonly matchExpressions: readonly { readonly values: readonly string[] }[] };
  }[];
  readonly ports: readonly { readonly port: number }[];
}

/** `object` is what it says it is: a test that reads a field that is not there fails. */
const fieldOf = <T>(object: KubernetesObject | undefined, field: string): T => object?.[field] as T;

export type Facts = ReturnType<typeof readFacts>;

/** @param added Names of variables that are not looked at. */
export function readFacts(objects: readonly KubernetesObject[], added: readonly string[] = []) {
  const one = (kind: string): KubernetesObject | undefined => {
    const found = objects.filter((object) => object.kind === kind);
    expect(found.length, `${kind}s`).toBeLessThan(2);
    return found[0];
  };
  const workload = one('DaemonSet') ?? one('StatefulSet');
  const { template, selector, ...spec } = fieldOf<Spec>(workload, 'spec');
  const { labels } = template.metadata;
  const { volumes, topologySpreadConstraints = [], serviceAccountName, ...pod } = template.spec;
  const [container] = template.spec.containers;
  const configVolume = volumes.find(({ configMap }) => configMap !== undefined);
  const account = one('ServiceAccount');
  const service = one('Service');
  const servicePorts = fieldOf<Ports>(service, 'spec').ports;
  return {
    kind: workload?.kind,
    namespaces: [...new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []))],
    config: readConfig(container, configVolume, one('ConfigMap')),
    environment: container.env.filter(({ name }) => !added.includes(name)),
    volumes: volumes.filter((volume) => volume !== configVolume),
    mounts: container.volumeMounts.filter(({ name }) => name !== configVolume?.name),
    ports: container.ports.map(({ containerPort }) => containerPort).toSorted((left, right) => left - right),
    hostPorts: container.ports.flatMap(({ hostPort }) => hostPort ?? []),
    image: String(container['image']),
    ...pick(container, ['resources', 'securityContext', 'livenessProbe', 'readinessProbe', 'startupProbe']),
    ...pick(pod, ['automountServiceAccountToken', 'terminationGracePeriodSeconds', 'tolerations']),
    podSecurity: pod['securityContext'] ?? {},
    ...pick(spec, ['replicas', 'podManagementPolicy', 'volumeClaimTemplates']),
    rollingUpdate: (spec['updateStrategy'] as { rollingUpdate?: unknown } | undefined)?.rollingUpdate,
    spread: topologySpreadConstraints.map(({ topologyKey }) => topologyKey),
    service: {
      name: service?.metadata.name,
      headless: fieldOf<Record<string, unknown>>(service, 'spec')['clusterIP'] === 'None',
      // A Service without it has Cluster.
      trafficPolicy: fieldOf<Record<string, unknown>>(service, 'spec')['internalTrafficPolicy'] ?? 'Cluster',
      ports: servicePorts.map(({ port }) => port).toSorted((left, right) => left - right),
      reached: servicePorts
        .map(({ targetPort }) => container.ports.find(({ name, containerPort }) => targetPort === name || targetPort === containerPort))
        .map((port) => port?.containerPort ?? 0)
        .toSorted((left, right) => left - right),
    },
    budget: pick(fieldOf<Record<string, unknown>>(one('PodDisruptionBudget'), 'spec') ?? {}, ['maxUnavailable']),
    scaling: readScaling(one('HorizontalPodAutoscaler')),
    selectsItself: [
      selector,
      ...topologySpreadConstraints.map(({ labelSelector }) => labelSelector),
      { matchLabels: fieldOf<Ports>(service, 'spec').selector },
      ...['PodDisruptionBudget', 'NetworkPolicy'].flatMap((kind) => {
        const each = fieldOf<{ selector?: Selector; podSelector?: Selector } | undefined>(one(kind), 'spec');
        return each?.selector ?? each?.podSelector ?? [];
      }),
    ].every(({ matchLabels }) => Object.entries(matchLabels).every(([label, value]) => labels[label] === value)),
    platform: pick(labels, ['app.kubernetes.io/part-of', 'app.kubernetes.io/component']),
    account: account?.metadata.name === serviceAccountName,
    clusterWide: objects.flatMap(({ kind, metadata }) => (kind.startsWith('ClusterRole') ? metadata.name : [])),
    access: readAccess(objects, serviceAccountName),
    ingress: readIngress(one('NetworkPolicy')),
  };
}

interface Ports {
  readonly ports: readonly { readonly port: number; readonly targetPort: number | string }[];
  readonly selector: Readonly<Record<string, string>>;
}

function pick(value: Readonly<Record<string, unknown>>, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(fields.filter((field) => value[field] !== undefined).map((field) => [field, value[field]]));
}

/** The text of the file that the container is started with. */
function readConfig(container: Container, volume: Volume | undefined, configMap: KubernetesObject | undefined): string | undefined {
  expect(volume?.configMap?.name).toBe(configMap?.metadata.name);
  const mount = container.volumeMounts.find(({ name }) => name === volume?.name);
  const [path = ''] = container.args.flatMap((argument) => /^--config=(?:file:)?(.+)$/.exec(argument)?.[1] ?? []);
  const file = path.slice((mount?.mountPath.length ?? 0) + 1);
  const key = volume?.configMap?.items?.find((item) => item.path === file)?.key ?? file;
  return fieldOf<Record<string, string>>(configMap, 'data')[key];
}

function readScaling(autoscaler: KubernetesObject | undefined): unknown {
  if (autoscaler === undefined) return undefined;
  const { metrics, ...spec } = fieldOf<{ readonly metrics: readonly { readonly type: string }[] }>(autoscaler, 'spec');
  return { ...spec, metrics: metrics.toSorted((left, right) => (left.type < right.type ? -1 : 1)) };
}

/** What the service account may do, one right a line, wherever it may do it. */
function readAccess(objects: readonly KubernetesObject[], serviceAccount: string): readonly string[] {
  const bindings = objects.filter(({ kind }) => kind.endsWith('RoleBinding'));
  const rights = bindings.flatMap((binding) => {
    expect(fieldOf<readonly Named[]>(binding, 'subjects').map(({ name }) => name)).toEqual([serviceAccount]);
    const ref = fieldOf<{ readonly kind: string; readonly name: string }>(binding, 'roleRef');
    const role = objects.find(({ kind, metadata }) => kind === ref.kind && metadata.name === ref.name);
    return fieldOf<readonly Rule[]>(role, 'rules').flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource} of ${group}`))),
    );
  });
  return [...new Set(rights)].toSorted();
}

/** Who may connect to which port; `all` is any pod of the cluster. */
function readIngress(policy: KubernetesObject | undefined): readonly string[] {
  const rules = fieldOf<{ readonly ingress: readonly Ingress[] }>(policy, 'spec').ingress;
  const allowed = rules.flatMap(({ from, ports }) =>
    from.flatMap(({ podSelector }) =>
      (podSelector?.matchExpressions.flatMap(({ values }) => values) ?? ['all']).flatMap((who) =>
        ports.map(({ port }) => `${port} ${who}`),
      ),
    ),
  );
  return [...new Set(allowed)].toSorted();
}
