// Where a Collector process runs: the address on which it listens, and the address at which it is found.
import { env, type EnvReference, type Template } from '../components/config-value.ts';

export interface ProcessPlace {
  /** The address on which the receivers listen. */
  readonly host: EnvReference;
  /** The address at which probes and scrapes find the process. */
  readonly probedAt: EnvReference;
  /** Why the receivers listen there. */
  readonly bindingReason: string;
  /** The process runs in a container with a memory limit of its own. */
  readonly container: boolean;
}

const podAddress = env('K8S_POD_IP');
const loopback = env('PLINTH_HOST', '127.0.0.1');

export const inPod: ProcessPlace = {
  host: podAddress,
  probedAt: podAddress,
  bindingReason: 'The pod’s own address: reachable from the cluster, and not on every interface.',
  container: true,
};

export const onMachine: ProcessPlace = {
  host: loopback,
  probedAt: loopback,
  bindingReason: 'Loopback, unless the process runs in a container of its own.',
  container: false,
};

/** A sidecar: only the service in the same pod sends to it. */
export const insidePod: ProcessPlace = {
  host: loopback,
  probedAt: podAddress,
  bindingReason: 'Loopback of the pod: only the service beside it can connect.',
  container: true,
};

/** Id of the extension that keeps queues, and places in log files, on disk. */
export const queueStorageId = 'file_storage/queue';

export function endpointOf({ host }: ProcessPlace, port: number): Template {
  return { template: [host, `:${port}`] };
}
