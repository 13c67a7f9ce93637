// The keys at the top of a Collector config, and the signals of its pipelines.
import type { ComponentKind } from './component-kind.ts';

/** The section that holds the components of a kind. */
export const sectionOf = {
  receiver: 'receivers',
  processor: 'processors',
  exporter: 'exporters',
  connector: 'connectors',
  extension: 'extensions',
} as const satisfies Record<ComponentKind, string>;

/** The sections that hold components. */
export const componentSections: readonly string[] = Object.values(sectionOf);

/** Everything that stands at the top of a config. */
export const configKeys: readonly string[] = [...componentSections, 'service'];

/** The sections that a pipeline has as lists of ids. */
export const pipelineKeys = [sectionOf.receiver, sectionOf.processor, sectionOf.exporter] as const;
