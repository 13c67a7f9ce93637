// A config as components and pipelines that know each other. Each type has its newest name, whatever name the config writes.
import type { Path } from '@plinth/findings';
import { componentKinds, type ComponentKind } from '../../catalogue/component-kind.ts';
import { nameComponentType } from '../../catalogue/component-types.ts';
import { sectionOf } from '../../catalogue/config-sections.ts';
import { asList, asMapping, asString, getAt, isMapping, type Mapping } from '../source/value-path.ts';

/** A component as a config defines it. */
export interface ConfiguredComponent {
  readonly kind: ComponentKind;
  /** The id as the config writes it: `otlphttp/loki`. */
  readonly id: string;
  /** The type as the config writes it: `otlphttp`. */
  readonly writtenType: string;
  /** The newest name of the type: `otlp_http`. */
  readonly type: string;
  readonly config: Mapping;
  readonly path: Path;
}

/** One mention of a component: its id in a list of a pipeline, or in `service.extensions`. */
export interface Use {
  readonly id: string;
  readonly type: string;
  readonly path: Path;
  readonly component: ConfiguredComponent | undefined;
}

/** A pipeline as a config defines it. */
export interface ConfiguredPipeline {
  readonly id: string;
  readonly signal: string;
  readonly receivers: readonly Use[];
  readonly processors: readonly Use[];
  readonly exporters: readonly Use[];
  readonly path: Path;
}

export interface PipelineGraph {
  readonly components: readonly ConfiguredComponent[];
  readonly pipelines: readonly ConfiguredPipeline[];
  readonly extensions: readonly Use[];
}

const farFuture = '999.0.0';

/** The name that the newest release has for a type. */
export function newestType(kind: ComponentKind, type: string): string {
  return nameComponentType(kind, type, farFuture);
}

/** `otlp` of the id `otlp/second`. */
export function typeOfId(id: string): string {
  return id.split('/')[0] ?? id;
}

export function buildPipelineGraph(config: Mapping): PipelineGraph {
  const components = componentKinds.flatMap((kind) => {
    const section = sectionOf[kind];
    return Object.entries(asMapping(config[section])).map(([id, value]): ConfiguredComponent => {
      const writtenType = typeOfId(id);
      return { kind, id, writtenType, type: newestType(kind, writtenType), config: asMapping(value), path: [section, id] };
    });
  });

  const use = (kinds: readonly ComponentKind[], id: string, path: Path): Use => {
    const component = components.find((one) => one.id === id && kinds.includes(one.kind));
    return { id, type: component?.type ?? newestType(kinds[0] ?? 'receiver', typeOfId(id)), path, component };
  };
  const uses = (kinds: readonly ComponentKind[], list: unknown, path: Path): Use[] =>
    asList(list).flatMap((id, index) => {
      const text = asString(id);
      return text === undefined ? [] : [use(kinds, text, [...path, index])];
    });

  const pipelines = Object.entries(asMapping(getAt(config, 'service', 'pipelines')))
    .filter(([, value]) => isMapping(value))
    .map(([id, value]): ConfiguredPipeline => {
      const path = ['service', 'pipelines', id];
      return {
        id,
        signal: typeOfId(id),
        path,
        receivers: uses(['receiver', 'connector'], getAt(value, 'receivers'), [...path, 'receivers']),
        processors: uses(['processor'], getAt(value, 'processors'), [...path, 'processors']),
        exporters: uses(['exporter', 'connector'], getAt(value, 'exporters'), [...path, 'exporters']),
      };
    });
  return { components, pipelines, extensions: uses(['extension'], getAt(config, 'service', 'extensions'), ['service', 'extensions']) };
}

/** The components of a kind and type that some pipeline uses. */
export function findUsed(graph: PipelineGraph, kind: ComponentKind, ...types: readonly string[]): ConfiguredComponent[] {
  return graph.components.filter((component) => component.kind === kind && types.includes(component.type) && isUsed(graph, component));
}

export function isUsed(graph: PipelineGraph, component: ConfiguredComponent): boolean {
  if (component.kind === 'extension') return graph.extensions.some((use) => use.component === component);
  return graph.pipelines.some(({ receivers, processors, exporters }) =>
    [...receivers, ...processors, ...exporters].some((use) => use.component === component),
  );
}

/** The pipelines that feed a pipeline through connectors, the nearest first. */
export function findUpstream(graph: PipelineGraph, pipeline: ConfiguredPipeline): ConfiguredPipeline[] {
  const found: ConfiguredPipeline[] = [];
  const visit = (current: ConfiguredPipeline): void => {
    for (const { component } of current.receivers) {
      if (component?.kind !== 'connector') continue;
      for (const feeder of graph.pipelines) {
        if (feeder === pipeline || found.includes(feeder) || !feeder.exporters.some((use) => use.component === component)) continue;
        found.push(feeder);
        visit(feeder);
      }
    }
  };
  visit(pipeline);
  return found;
}
