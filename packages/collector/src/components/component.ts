// One configured component of a Collector. A file of this folder builds it, and the model arranges it in pipelines.
import type { ComponentKind } from '../catalogue/component-kind.ts';
import type { ConfigMap } from './config-value.ts';

/** Why a value is what it is. The reason is printed above the value. */
export interface Reason {
  /** The place of the value in the component's config. Empty: the reason is about the component itself. */
  readonly path: readonly (string | number)[];
  readonly text: string;
}

export interface Component {
  readonly kind: ComponentKind;
  /** The name of the type in its newest spelling. The version decides which spelling is printed. */
  readonly type: string;
  /** The name tells several components of one type apart. */
  readonly name?: string;
  readonly config: ConfigMap;
  readonly reasons: readonly Reason[];
  /** The place of a processor in its pipeline. Other components have none. */
  readonly rank?: ProcessorRank;
}

/**
 * The order of processors. First comes what limits memory, and then what drops data. What needs the connection comes before what changes
 * data. What decides on whole traces comes last.
 */
export const processorRanks = { memory: 0, drop: 1, enrich: 2, change: 3, convert: 4, sample: 5 } as const;
export type ProcessorRank = keyof typeof processorRanks;

/** @param path Keys with dots between them: `sending_queue.batch`. */
export function because(path: string, text: string): Reason {
  return { path: path === '' ? [] : path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)), text };
}
