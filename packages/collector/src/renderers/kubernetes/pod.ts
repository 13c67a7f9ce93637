// The pod of a Collector: what it may do, what it sees, what it is given.
import type { Variable } from '../../components/needs.ts';
import type { CollectorModel } from '../../model/collector-model.ts';
import { certificateFolder } from '../../components/tls.ts';
import { healthPort } from '../../model/ports.ts';
import { renderBytes } from '../../model/sizing.ts';
import { buildImage } from './image.ts';

export const configFolder = '/etc/otelcol/config';
const storageFolder = '/var/lib/otelcol';
const hostRoot = '/hostfs';

export function buildContainer(model: CollectorModel): Record<string, unknown> {
  const { workload } = model;
  return {
    name: 'otelcol',
    image: buildImage(workload),
    args: [`--config=file:${configFolder}/collector.yaml`],
    env: buildEnvironment(model),
    ports: workload.ports.map(({ name, port }) => ({ name, containerPort: port })),
    resources: buildResources(model),
    securityContext: buildSecurityContext(model),
    ...buildProbes(),
    volumeMounts: [{ name: 'config', mountPath: configFolder, readOnly: true }, ...buildVolumeMounts(model)],
  };
}

export function buildEnvironment({ workload }: CollectorModel): readonly Record<string, unknown>[] {
  return uniqueByName(workload.variables).map(renderVariable);
}

function renderVariable(variable: Variable): Record<string, unknown> {
  const { name } = variable;
  if ('value' in variable) return { name, value: variable.value };
  if ('field' in variable) return { name, valueFrom: { fieldRef: { fieldPath: variable.field } } };
  return { name, valueFrom: { secretKeyRef: { name: variable.secret, key: variable.key } } };
}

function uniqueByName(variables: readonly Variable[]): readonly Variable[] {
  return [...new Map(variables.map((variable) => [variable.name, variable])).values()];
}

export function buildResources({ workload }: CollectorModel): Record<string, unknown> {
  const memory = renderBytes(workload.memoryBytes);
  // No CPU limit: throttled, a Collector refuses what it could have carried.
  return { requests: { cpu: String(workload.cores), memory }, limits: { memory } };
}

/** The files of the node belong to root, and so does the queue's folder there. */
export function runsAsRoot({ workload }: CollectorModel): boolean {
  return workload.kind === 'daemonset';
}

export function buildSecurityContext(model: CollectorModel): Record<string, unknown> {
  const root = runsAsRoot(model);
  return {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: !root,
    runAsUser: root ? 0 : 10_001,
    capabilities: { drop: ['ALL'], ...(root && { add: ['DAC_READ_SEARCH'] }) },
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** Two minutes to start: after an outage the queue’s file is compacted first. */
export const probeTimes = {
  startupProbe: { periodSeconds: 5, failureThreshold: 24 },
  livenessProbe: { periodSeconds: 15, failureThreshold: 4 },
  readinessProbe: { periodSeconds: 5, failureThreshold: 2 },
} as const;

export function buildProbes(): Record<string, unknown> {
  const httpGet = { path: '/', port: healthPort };
  return Object.fromEntries(Object.entries(probeTimes).map(([name, times]) => [name, { httpGet, ...times }]));
}

/** Beside the config, which every output brings in its own way. */
export function buildVolumeMounts({ workload }: CollectorModel): readonly Record<string, unknown>[] {
  return [
    { name: 'queue', mountPath: storageFolder },
    ...uniqueSecrets(workload.secretFiles).map((secret) => ({
      name: `secret-${secret}`,
      mountPath: `${certificateFolder}/${secret}`,
      readOnly: true,
    })),
    ...workload.nodeFolders.map((folder) =>
      folder === '/'
        ? { name: 'node', mountPath: hostRoot, readOnly: true, mountPropagation: 'HostToContainer' }
        : { name: nameOfFolder(folder), mountPath: folder, readOnly: true },
    ),
  ];
}

export function buildVolumes({ name, workload }: CollectorModel): readonly Record<string, unknown>[] {
  return [
    // A StatefulSet brings the volume of its queue itself.
    ...(workload.kind === 'daemonset'
      ? [{ name: 'queue', hostPath: { path: `${storageFolder}/${name}`, type: 'DirectoryOrCreate' } }]
      : []),
    ...(workload.kind === 'sidecar' ? [{ name: 'queue', emptyDir: { sizeLimit: renderBytes(workload.storageBytes) } }] : []),
    ...uniqueSecrets(workload.secretFiles).map((secret) => ({
      name: `secret-${secret}`,
      secret: { secretName: secret, defaultMode: 0o440 },
    })),
    ...workload.nodeFolders.map((folder) => ({ name: folder === '/' ? 'node' : nameOfFolder(folder), hostPath: { path: folder } })),
  ];
}

export function buildVolumeClaims({ workload }: CollectorModel): readonly Record<string, unknown>[] {
  return [
    {
      metadata: { name: 'queue' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        ...(workload.storageClass !== undefined && { storageClassName: workload.storageClass }),
        resources: { requests: { storage: renderBytes(workload.storageBytes) } },
      },
    },
  ];
}

function nameOfFolder(folder: string): string {
  return `node${folder.replaceAll('/', '-')}`;
}

function uniqueSecrets(secrets: readonly string[]): readonly string[] {
  return [...new Set(secrets)];
}
