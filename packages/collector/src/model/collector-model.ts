// One Collector of one environment: its components, how they are joined, and what it runs on. Every renderer prints the same model.
import type { Image } from '@plinth/manifest';
import type { Signal } from '../catalogue/component-kind.ts';
import type { Component } from '../components/component.ts';
import type { ConfigMap } from '../components/config-value.ts';
import type { Port, Variable } from '../components/needs.ts';

export type Tier = 'local' | 'agent' | 'sidecar' | 'gateway' | 'sampler';

export interface Pipeline {
  readonly signal: Signal;
  readonly name?: string;
  readonly receivers: readonly Component[];
  /** They stand here in any order. The rank of each decides its place in the config. */
  readonly processors: readonly Component[];
  readonly exporters: readonly Component[];
  /** What the pipeline is for, in the words that are printed above it. */
  readonly reason?: string;
  /** Delta metrics arrive here, because the agents make delta of them: there a series always comes to the same process. */
  readonly deltaOfAgents?: true;
}

/** What may be done with which objects of the Kubernetes API. */
export interface RbacRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** What the Collector runs on. */
export interface Workload {
  readonly kind: 'process' | 'sidecar' | 'daemonset' | 'statefulset';
  readonly namespace: string;
  readonly image: Image;
  readonly collectorVersion: string;
  readonly replicas: number;
  readonly maxReplicas: number;
  readonly cores: number;
  readonly memoryBytes: number;
  /** The size of each replica's volume. On a node the volume is a folder of the node. */
  readonly storageBytes: number;
  readonly storageClass?: string | undefined;
  readonly ports: readonly Port[];
  readonly variables: readonly Variable[];
  /** Secrets that are mounted as files. */
  readonly secretFiles: readonly string[];
  /** Folders of the node that the Collector reads. */
  readonly nodeFolders: readonly string[];
  readonly clusterRules: readonly RbacRule[];
  readonly namespaceRules: readonly RbacRule[];
  /** The tiers that may connect. Empty: everybody in the cluster may. */
  readonly clients: readonly Tier[];
}

/** One number, and what decided it. */
export interface SizingLine {
  readonly what: string;
  readonly value: string;
  readonly because: string;
}

export interface CollectorModel {
  /** The name of its objects: `shop-gateway`, `shop-gateway-acme`. */
  readonly name: string;
  /** The platform's name, which everything of the platform carries. */
  readonly partOf: string;
  readonly environment: string;
  readonly tier: Tier;
  readonly tenant?: string | undefined;
  readonly extensions: readonly Component[];
  readonly pipelines: readonly Pipeline[];
  /** `service.telemetry` */
  readonly telemetry: ConfigMap;
  readonly workload: Workload;
  readonly sizing: readonly SizingLine[];
}
