// One tier as a Collector: what all tiers have alike is written here once.
import type { Component } from '../../components/component.ts';
import type { Port } from '../../components/needs.ts';
import type { CollectorModel, Pipeline, RbacRule, Tier, Workload } from '../collector-model.ts';
import type { Destination } from '../destinations/destinations.ts';
import type { EnvironmentInput } from '../environment-input.ts';
import { healthPort, selfMetricsPort } from '../ports.ts';
import type { ProcessPlace } from '../process-place.ts';
import type { Sizes } from '../sizing.ts';
import { buildProcessExtensions, buildProcessVariables } from './process.ts';
import { buildSelfTelemetry } from './self-telemetry.ts';

/** What tells one tier from another. Lists are empty by default. */
export interface TierSettings {
  /** Name of its objects. */
  readonly name: string;
  readonly tier: Tier;
  readonly tenant?: string | undefined;
  readonly kind: Workload['kind'];
  readonly place: ProcessPlace;
  readonly sizes: Sizes;
  /** Default: as many as the sizes say. */
  readonly maxReplicas?: number;
  readonly storageClass?: string | undefined;
  readonly destinations: readonly Destination[];
  readonly pipelines: readonly Pipeline[];
  /** Extensions beside those of every process. */
  readonly extensions?: readonly Component[];
  /** The ports of its receivers. */
  readonly receiverPorts: readonly Port[];
  /** Secrets that are mounted as files, beside those of the destinations. */
  readonly secretFiles?: readonly string[];
  readonly nodeFolders?: readonly string[];
  readonly clusterRules?: readonly RbacRule[];
  readonly namespaceRules?: readonly RbacRule[];
  readonly clients?: readonly Tier[];
}

export function buildTier(input: EnvironmentInput, settings: TierSettings): CollectorModel {
  const { manifest, environment } = input;
  const { name, tier, tenant, place, sizes, destinations, pipelines, extensions = [], receiverPorts, secretFiles = [] } = settings;
  return {
    name,
    partOf: manifest.name,
    environment: input.name,
    tier,
    tenant,
    extensions: [...buildProcessExtensions(place), ...extensions, ...destinations.flatMap((one) => one.extensions)],
    pipelines,
    telemetry: buildSelfTelemetry(input, name, place),
    workload: {
      kind: settings.kind,
      namespace: environment.namespace,
      image: manifest.image,
      collectorVersion: manifest.collectorVersion,
      replicas: sizes.replicas,
      maxReplicas: settings.maxReplicas ?? sizes.maxReplicas,
      cores: sizes.cores,
      memoryBytes: sizes.memoryBytes,
      storageBytes: sizes.storageBytes,
      storageClass: settings.storageClass,
      ports: [
        ...receiverPorts,
        { name: 'metrics', port: selfMetricsPort },
        { name: 'health', port: healthPort },
        ...destinations.flatMap(({ ports }) => ports),
      ],
      variables: [...buildProcessVariables(place, sizes.memoryBytes), ...destinations.flatMap(({ variables }) => variables)],
      secretFiles: [...secretFiles, ...destinations.flatMap((one) => one.secretFiles)],
      nodeFolders: settings.nodeFolders ?? [],
      clusterRules: settings.clusterRules ?? [],
      namespaceRules: settings.namespaceRules ?? [],
      clients: settings.clients ?? [],
    },
    sizing: sizes.lines,
  };
}
