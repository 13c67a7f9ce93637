// The pod of a Collector: its container, its size, its volumes.
import type { CollectorModel } from '../../model/collector-model.ts';
import { certificateFolder } from '../../components/tls.ts';
import { healthPort } from '../../model/ports.ts';
import { renderBytes } from '../../model/sizing.ts';
import { buildEnvironment, buildProbes, buildSecurityContext } from '../kubernetes-objects/container.ts';
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
    env: buildEnvironment(workload.variables),
    ports: workload.ports.map(({ name, port }) => ({ name, containerPort: port })),
    resources: buildResources(model),
    securityContext: buildRights(model),
    ...buildProbes(healthPage, probeTimes),
    volumeMounts: [{ name: 'config', mountPath: configFolder, readOnly: true }, ...buildVolumeMounts(model)],
  };
}

export function buildResources({ workload }: CollectorModel): Record<string, unknown> {
  const memory = renderBytes(workload.memoryBytes);
  // There is no CPU limit: a throttled Collector refuses what it could have carried.
  return { requests: { cpu: String(workload.cores), memory }, limits: { memory } };
}

/** On a node, log files and the folder of the queue belong to root. */
export function runsAsRoot({ workload }: CollectorModel): boolean {
  return workload.kind === 'daemonset';
}

export function buildRights(model: CollectorModel): Record<string, unknown> {
  return buildSecurityContext(runsAsRoot(model) ? { user: 0, capabilities: ['DAC_READ_SEARCH'] } : { user: 10_001 });
}

/** A start may take two minutes: after an outage the file of the queue is compacted first. */
export const probeTimes = {
  startupProbe: { periodSeconds: 5, failureThreshold: 24 },
  livenessProbe: { periodSeconds: 15, failureThreshold: 4 },
  readinessProbe: { periodSeconds: 5, failureThreshold: 2 },
} as const;

/** The page of the health_check extension. */
export const healthPage = { path: '/', port: healthPort } as const;

/** What is mounted beside the config. Every output brings the config in its own way. */
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
