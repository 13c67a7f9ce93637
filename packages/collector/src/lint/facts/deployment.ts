// How a Collector runs, as far as the files of the call say so.
import type { Path } from '@plinth/findings';
import type { SourceDocument } from '../source/source-document.ts';
import type { Mapping } from '../source/value-path.ts';
import type { GrantedRule } from './kubernetes/access.ts';
import type { Service } from './kubernetes/services.ts';
import type { Volume } from './kubernetes/volumes.ts';

export type Mode = 'daemonset' | 'deployment' | 'statefulset' | 'sidecar';

export interface Deployment {
  readonly origin: 'helm' | 'operator' | 'kubernetes';
  /** The document that the paths below are in. */
  readonly document: SourceDocument;
  /** The Helm values, the resource's `spec`, or the workload's `spec`. */
  readonly spec: Mapping;
  readonly specPath: Path;
  readonly mode: Mode | undefined;
  readonly modePath: Path;
  /** The most replicas that can run. undefined: nothing says it. */
  readonly maxReplicas: number | undefined;
  readonly replicasPath: Path;
  readonly autoscaled: boolean;
  /** Names of the container's variables, with the value where it is literal. */
  readonly env: ReadonlyMap<string, string | undefined>;
  /** Whether `env` has all of them. */
  readonly envComplete: boolean;
  /** Bytes. undefined: the container has no limit. */
  readonly memoryLimit: number | undefined;
  readonly containerPath: Path;
  readonly image: string | undefined;
  readonly imagePath: Path;
  /** Ports that the container opens, or a Service of it. */
  readonly ports: readonly number[];
  readonly probePorts: readonly number[];
  readonly hasProbes: boolean;
  readonly services: readonly Service[];
  /** undefined: the files of the call do not say what the service account may do. */
  readonly rbac: readonly GrantedRule[] | undefined;
  readonly volumes: readonly Volume[];
}

/** Whether more than one copy of the config's pipelines receives from the same senders. */
export function isReplicated(deployment: Deployment | undefined): boolean {
  if (deployment === undefined || deployment.mode === 'daemonset' || deployment.mode === 'sidecar') return false;
  return deployment.autoscaled || (deployment.maxReplicas ?? 1) > 1;
}

/** Whether one Collector runs on every node. */
export function isPerNode(deployment: Deployment | undefined): boolean {
  return deployment?.mode === 'daemonset';
}
