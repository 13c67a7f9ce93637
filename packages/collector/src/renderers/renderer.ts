// What a renderer gets and gives.
import type { Artefact } from '@plinth/artefact';
import type { CollectorModel } from '../model/collector-model.ts';
import type { EnvironmentModel } from '../model/platform-model.ts';
import type { CommentedConfig } from './commented-config.ts';

/** A Collector with its config, which is built once and is the same in every output. */
export interface ConfiguredCollector {
  readonly model: CollectorModel;
  readonly config: CommentedConfig;
  /** Name of the manifest's file. */
  readonly source: string;
}

/** An output of one Collector. */
export type CollectorRenderer = (input: ConfiguredCollector) => readonly Artefact[];

export interface PlatformEnvironment {
  readonly environment: EnvironmentModel;
  /** Name of the platform. */
  readonly platform: string;
  readonly collectorVersion: string;
  /** Name of the manifest's file. */
  readonly source: string;
}

/** A file about all Collectors of one environment. */
export type EnvironmentRenderer = (input: PlatformEnvironment) => readonly Artefact[];
