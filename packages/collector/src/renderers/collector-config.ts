// A model as the config of one version of the Collector, with the reasons as comments. Every output carries this same config.
import type { YamlComment } from '@plinth/artefact';
import type { ComponentKind } from '../catalogue/component-kind.ts';
import { nameComponentType } from '../catalogue/component-types.ts';
import type { CollectorConfig } from '../collector-config.ts';
import { processorRanks, type Component } from '../components/component.ts';
import { resolveConfigValue } from '../components/config-value.ts';
import type { CollectorModel, Pipeline } from '../model/collector-model.ts';

export interface RenderedConfig {
  readonly config: CollectorConfig;
  readonly comments: readonly YamlComment[];
}

const sections = [
  ['extensions', 'extension'],
  ['receivers', 'receiver'],
  ['processors', 'processor'],
  ['connectors', 'connector'],
  ['exporters', 'exporter'],
] as const satisfies readonly (readonly [string, ComponentKind])[];

/** @throws Error where two different components have the same id: a fault of the model. */
export function buildCollectorConfig(model: CollectorModel): RenderedConfig {
  const version = model.workload.collectorVersion;
  const idOf = ({ kind, type, name }: Component): string => {
    const printed = nameComponentType(kind, type, version);
    return name === undefined ? printed : `${printed}/${name}`;
  };
  const components = collectComponents(model, idOf);
  const comments: YamlComment[] = [];
  const config: Record<string, unknown> = {};
  for (const [section, kind] of sections) {
    const own = components.filter((component) => component.kind === kind);
    if (own.length === 0) continue;
    config[section] = Object.fromEntries(own.map((component) => [idOf(component), resolveConfigValue(component.config)]));
    for (const component of own) {
      const { reasons } = component;
      for (const { path, text } of reasons) {
        const at = [section, idOf(component), ...path];
        if (hasValue(config, at)) comments.push({ path: at, text });
      }
    }
  }
  config['service'] = {
    extensions: model.extensions.map(idOf),
    telemetry: resolveConfigValue(model.telemetry),
    pipelines: Object.fromEntries(model.pipelines.map((pipeline) => [nameOf(pipeline), renderPipeline(pipeline, idOf)])),
  };
  for (const pipeline of model.pipelines) {
    if (pipeline.reason !== undefined) comments.push({ path: ['service', 'pipelines', nameOf(pipeline)], text: pipeline.reason });
  }
  return { config: config as unknown as CollectorConfig, comments };
}

function nameOf({ signal, name }: Pipeline): string {
  return name === undefined ? signal : `${signal}/${name}`;
}

function renderPipeline({ receivers, processors, exporters }: Pipeline, idOf: (component: Component) => string) {
  return {
    receivers: receivers.map(idOf),
    processors: sortProcessors(processors).map(idOf),
    exporters: exporters.map(idOf),
  };
}

/** By rank; those of one rank stay as they are. */
function sortProcessors(processors: readonly Component[]): readonly Component[] {
  const rankOf = ({ rank = 'change' }: Component): number => processorRanks[rank];
  return processors.toSorted((left, right) => rankOf(left) - rankOf(right));
}

function collectComponents(model: CollectorModel, idOf: (component: Component) => string): readonly Component[] {
  const found = new Map<string, Component>();
  const used = [
    ...model.extensions,
    ...model.pipelines.flatMap(({ receivers, processors, exporters }) => [...receivers, ...sortProcessors(processors), ...exporters]),
  ];
  for (const component of used) {
    // The same id can stand for a receiver and an exporter: otlp.
    const key = `${component.kind} ${idOf(component)}`;
    const before = found.get(key);
    if (before !== undefined && JSON.stringify(before.config) !== JSON.stringify(component.config))
      throw new Error(`two different components are called ${key} in ${model.name}`);
    found.set(key, before ?? component);
  }
  return [...found.values()];
}

function hasValue(value: unknown, path: readonly (string | number)[]): boolean {
  let current = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !(part in current)) return false;
    current = (current as Record<string | number, unknown>)[part];
  }
  return true;
}
