// The volumes of a container of a Pod template.
import { asList, asMapping, asString, getAt, isMapping } from '../../source/value-path.ts';

/** A directory of a container that a volume is mounted at. */
export interface Volume {
  readonly kind: 'emptyDir' | 'hostPath' | 'claim' | 'claimTemplate' | 'secret' | 'other';
  readonly mountPath: string;
  /** The folder of the node, for a hostPath. */
  readonly hostPath?: string;
  /** The files of a secret, where the volume does not take all of them. */
  readonly items?: readonly string[];
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
