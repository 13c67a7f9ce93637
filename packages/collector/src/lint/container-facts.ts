// What a container of a Pod template, or the part of Helm values and Operator resources that becomes one, says.
import type { Volume } from './deployment.ts';
import { parseBytes } from './quantity.ts';
import type { Mapping } from './value-path.ts';
import { asList, asMapping, asNumber, asString, getAt, isMapping } from './value-path.ts';

export function readEnv(list: unknown): Map<string, string | undefined> {
  const env = new Map<string, string | undefined>();
  for (const item of asList(list)) {
    const name = asString(getAt(item, 'name'));
    const value = getAt(item, 'value');
    if (name !== undefined) env.set(name, typeof value === 'string' || typeof value === 'number' ? String(value) : undefined);
  }
  return env;
}

export function readMemoryLimit(resources: unknown): number | undefined {
  return parseBytes(getAt(resources, 'limits', 'memory'));
}

export function readPorts(list: unknown, key: string): number[] {
  return asList(list).flatMap((port) => asNumber(getAt(port, key)) ?? []);
}

export function readProbePorts(container: Mapping): number[] {
  return ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((probe) => {
    const port = getAt(container, probe, 'httpGet', 'port') ?? getAt(container, probe, 'tcpSocket', 'port');
    if (typeof port === 'number') return [port];
    const named = asList(container['ports']).find((item) => port !== undefined && getAt(item, 'name') === port);
    return asNumber(getAt(named, 'containerPort')) ?? [];
  });
}

export function readVolumes(volumes: unknown, mounts: unknown, claimTemplates: unknown): Volume[] {
  return asList(mounts).flatMap((mount): Volume[] => {
    const [name, mountPath] = [getAt(mount, 'name'), asString(getAt(mount, 'mountPath'))];
    if (mountPath === undefined) return [];
    const template = asList(claimTemplates).some((claim) => getAt(claim, 'metadata', 'name') === name);
    if (template) return [{ kind: 'claimTemplate', mountPath }];
    const volume = asMapping(asList(volumes).find((item) => getAt(item, 'name') === name));
    if ('emptyDir' in volume) return [{ kind: 'emptyDir', mountPath }];
    if (isMapping(volume['hostPath'])) {
      const hostPath = asString(volume['hostPath']['path']);
      return [{ kind: 'hostPath', mountPath, ...(hostPath !== undefined && { hostPath }) }];
    }
    if (isMapping(volume['secret'])) {
      const items = asList(volume['secret']['items']).flatMap((item) => asString(getAt(item, 'path')) ?? []);
      return [{ kind: 'secret', mountPath, ...(items.length > 0 && { items }) }];
    }
    if (isMapping(volume['persistentVolumeClaim'])) return [{ kind: 'claim', mountPath }];
    return [{ kind: 'other', mountPath }];
  });
}

/** The volume that a directory lies on. */
export function findVolume(volumes: readonly Volume[], directory: string): Volume | undefined {
  return volumes
    .filter(({ mountPath }) => directory === mountPath || directory.startsWith(mountPath.endsWith('/') ? mountPath : `${mountPath}/`))
    .toSorted((left, right) => right.mountPath.length - left.mountPath.length)[0];
}
