// The workload whose Pods mount a ConfigMap, and what stands around it.
import type { Path } from '@plinth/findings';
import type { SourceObject } from '../../source/kubernetes-objects.ts';
import { asList, asMapping, asString, getAt, type Mapping } from '../../source/value-path.ts';

const workloadKinds = ['DaemonSet', 'Deployment', 'StatefulSet'];

/** A workload with the container that mounts the ConfigMap. */
export interface Workload {
  readonly object: SourceObject;
  readonly pod: Mapping;
  /** The labels of its Pods. */
  readonly labels: Mapping;
  readonly container: Mapping;
  readonly containerPath: Path;
  /** The HorizontalPodAutoscaler of the workload. */
  readonly autoscaler: SourceObject | undefined;
}

/** The workload whose Pods mount a ConfigMap. undefined: no workload does, or several do. */
export function findWorkload(objects: readonly SourceObject[], configMap: string): Workload | undefined {
  const users = objects.filter((object) => workloadKinds.includes(object.kind) && findVolumeOf(object, configMap) !== undefined);
  const [object] = users;
  return object === undefined || users.length > 1 ? undefined : readWorkload(objects, object, configMap);
}

/** The names of the ConfigMaps that the Pods of the objects mount as volumes. */
export function findMountedConfigMaps(objects: readonly SourceObject[]): string[] {
  return objects.flatMap((object) => asList(podOf(object)['volumes']).flatMap((item) => asString(getAt(item, 'configMap', 'name')) ?? []));
}

function podOf({ value }: SourceObject): Mapping {
  return asMapping(getAt(value, 'spec', 'template', 'spec'));
}

/** The name of the volume that the ConfigMap is, alone or among other sources. */
function findVolumeOf(object: SourceObject, configMap: string): string | undefined {
  const volume = asList(podOf(object)['volumes']).find(
    (item) =>
      getAt(item, 'configMap', 'name') === configMap ||
      asList(getAt(item, 'projected', 'sources')).some((source) => getAt(source, 'configMap', 'name') === configMap),
  );
  return asString(getAt(volume, 'name'));
}

function readWorkload(objects: readonly SourceObject[], object: SourceObject, configMap: string): Workload {
  const pod = podOf(object);
  const volume = findVolumeOf(object, configMap);
  const containers = asList(pod['containers']);
  const mounting = containers.findIndex((item) => asList(getAt(item, 'volumeMounts')).some((mount) => getAt(mount, 'name') === volume));
  const index = Math.max(mounting, 0);
  return {
    object,
    pod,
    labels: asMapping(getAt(object.value, 'spec', 'template', 'metadata', 'labels')),
    container: asMapping(containers[index]),
    containerPath: ['spec', 'template', 'spec', 'containers', index],
    autoscaler: objects.find(
      ({ kind, value }) => kind === 'HorizontalPodAutoscaler' && getAt(value, 'spec', 'scaleTargetRef', 'name') === object.name,
    ),
  };
}
