// How a Collector runs, as far as the files of the call say so.
import type { SourceDocument } from './source-document.ts';
import type { Mapping, Path } from './value-path.ts';

export type Mode = 'daemonset' | 'deployment' | 'statefulset' | 'sidecar';

export interface Volume {
  readonly kind: 'emptyDir' | 'hostPath' | 'claim' | 'claimTemplate' | 'secret' | 'other';
  readonly mountPath: string;
  /** Of the node, for a hostPath. */
  readonly hostPath?: string;
  /** The files of a secret, where the volume picks them. */
  readonly items?: readonly string[];
}

export interface Service {
  readonly name: string;
  /** undefined where the object does not say it. */
  readonly namespace: string | undefined;
  readonly headless: boolean;
  readonly ports: readonly number[];
}

export interface RbacRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly document: SourceDocument;
  readonly path: Path;
}

export interface Deployment {
  readonly origin: 'helm' | 'operator' | 'kubernetes';
  /** The document that the paths below are in. */
  readonly document: SourceDocument;
  /** The Helm values, the resource's `spec`, or the workload's `spec`. */
  readonly spec: Mapping;
  readonly specPath: Path;
  readonly mode: Mode | undefined;
  readonly modePath: Path;
  /** The most replicas that can run; undefined where nothing says it. */
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
  /** Ports that the container or the Service of it opens. */
  readonly ports: readonly number[];
  readonly probePorts: readonly number[];
  readonly hasProbes: boolean;
  readonly services: readonly Service[];
  /** undefined: the files of the call do not say what the service account may do. */
  readonly rbac: readonly RbacRule[] | undefined;
  readonly volumes: readonly Volume[];
}

/** `0.161.0` of `repo:0.161.0@sha256:…`. */
export function readImageVersion(image: string | undefined): string | undefined {
  return /:v?(\d+\.\d+\.\d+)(?:[@-].*)?$/.exec(image ?? '')?.[1];
}

/** More than one copy of the config's pipelines receives from the same senders. */
export function isReplicated(deployment: Deployment | undefined): boolean {
  if (deployment === undefined || deployment.mode === 'daemonset' || deployment.mode === 'sidecar') return false;
  return deployment.autoscaled || (deployment.maxReplicas ?? 1) > 1;
}

/** Runs on every node or beside every pod. */
export function isPerNode(deployment: Deployment | undefined): boolean {
  return deployment?.mode === 'daemonset';
}
