// A Collector to be: its components, how they are joined, what it runs on. No format: every renderer prints the same model.
import type { Image } from '@plinth/manifest';
import type { Signal } from '../catalogue/component-kind.ts';
import type { Component } from '../components/component.ts';
import type { ConfigMap } from '../components/config-value.ts';

export type Tier = 'local' | 'agent' | 'sidecar' | 'gateway' | 'sampler';

export interface Pipeline {
  readonly signal: Signal;
  readonly name?: string;
  readonly receivers: readonly Component[];
  /** In any order: the rank of each decides. */
  readonly processors: readonly Component[];
  readonly exporters: readonly Component[];
  readonly reason?: string;
  /** true: delta metrics arrive here, because agents make delta of them, where a series always comes to the same process. */
  readonly deltaOfAgents?: true;
}

/** An environment variable of the process. */
export type Variable =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly field: 'status.podIP' | 'spec.nodeName' | 'status.hostIP' | 'metadata.name' }
  | { readonly name: string; readonly secret: string; readonly key: string };

export interface Port {
  readonly name: string;
  readonly port: number;
}

export interface RbacRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export interface Workload {
  readonly kind: 'process' | 'sidecar' | 'daemonset' | 'statefulset';
  readonly namespace: string;
  readonly image: Image;
  readonly collectorVersion: string;
  readonly replicas: number;
  readonly maxReplicas: number;
  readonly cores: number;
  readonly memoryBytes: number;
  /** Volume of each replica; on a node it is a folder of the node. */
  readonly storageBytes: number;
  readonly storageClass?: string | undefined;
  readonly ports: readonly Port[];
  readonly variables: readonly Variable[];
  /** Secrets that are mounted as files. */
  readonly secretFiles: readonly string[];
  /** Folders of the node, read-only. */
  readonly nodeFolders: readonly string[];
  readonly clusterRules: readonly RbacRule[];
  readonly namespaceRules: readonly RbacRule[];
  /** Who may connect; empty for anybody in the cluster. */
  readonly clients: readonly Tier[];
}

/** One number, and what decided it. */
export interface SizingLine {
  readonly what: string;
  readonly value: string;
  readonly because: string;
}

export interface CollectorModel {
  /** Name of its objects: `shop-gateway`, `shop-gateway-acme`. */
  readonly name: string;
  /** Of everything of this platform. */
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
