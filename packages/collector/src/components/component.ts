// One configured part of a Collector, as the catalogue of components makes it and the model arranges it.
import type { ComponentKind } from '../catalogue/component-kind.ts';
import type { ConfigMap } from './config-value.ts';

/** Why a value is what it is: printed above it. */
export interface Reason {
  /** In the component's config; empty for the component itself. */
  readonly path: readonly (string | number)[];
  readonly text: string;
}

export interface Component {
  readonly kind: ComponentKind;
  /** In its newest spelling; what is printed depends on the version. */
  readonly type: string;
  /** Tells several of a type apart. */
  readonly name?: string;
  readonly config: ConfigMap;
  readonly reasons: readonly Reason[];
  /**
   * Place in a pipeline, of processors only. Memory first; then what drops; then what needs the connection that data came by; then what
   * changes data; then what decides on whole traces.
   */
  readonly rank?: ProcessorRank;
}

export const processorRanks = { memory: 0, drop: 1, enrich: 2, change: 3, convert: 4, sample: 5 } as const;
export type ProcessorRank = keyof typeof processorRanks;

export function because(path: string, text: string): Reason {
  return { path: path === '' ? [] : path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)), text };
}
