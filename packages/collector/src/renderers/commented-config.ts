// A model becomes the config of one version of the Collector, with the reasons as comments. Every output carries this same config.
import type { YamlComment } from '@plinth/artefact';
import { renderDisableComment } from '@plinth/findings';
import type { ComponentKind } from '../catalogue/component-kind.ts';
import { nameComponentType } from '../catalogue/component-types.ts';
import { checkStructure } from '../catalogue/config-schema.ts';
import { sectionOf } from '../catalogue/config-sections.ts';
import type { CollectorConfig } from '../collector-config.ts';
import { processorRanks, type Component } from '../components/component.ts';
import { resolveConfigValue } from '../components/config-value.ts';
import { CollectorError } from '../errors.ts';
import type { CollectorModel, Pipeline } from '../model/collector-model.ts';

export interface CommentedConfig {
  readonly config: CollectorConfig;
  readonly comments: readonly YamlComment[];
}

/** The order in which the sections of a config are printed. */
const printed: readonly ComponentKind[] = ['extension', 'receiver', 'processor', 'connector', 'exporter'];

/**
 * Every component is checked against the schema of its version.
 * @throws CollectorError `collector.component_invalid` with each problem; Error where two different components have the same id.
 */
export function buildCommentedConfig(model: CollectorModel): CommentedConfig {
  const version = model.workload.collectorVersion;
  const idOf = ({ kind, type, name }: Component): string => {
    const printed = nameComponentType(kind, type, version);
    return name === undefined ? printed : `${printed}/${name}`;
  };
  const components = collectComponents(model, idOf);
  const comments: YamlComment[] = [];
  const config: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const kind of printed) {
    const section = sectionOf[kind];
    const own = components.filter((component) => component.kind === kind);
    if (own.length === 0) continue;
    const configs: Record<string, unknown> = {};
    for (const component of own) {
      const { type, reasons } = component;
      const id = idOf(component);
      configs[id] = resolveConfigValue(component.config);
      for (const { path, message } of checkStructure(kind, type, configs[id], version))
        problems.push(`${model.environment}, ${model.name}: ${[section, id, ...path].join('.')} ${message}`);
      for (const { path, text } of reasons) {
        if (hasValue(configs[id], path)) comments.push({ path: [section, id, ...path], text });
      }
    }
    config[section] = configs;
  }
  if (problems.length > 0) throw new CollectorError('collector.component_invalid', problems);
  config['service'] = {
    extensions: model.extensions.map(idOf),
    telemetry: resolveConfigValue(model.telemetry),
    pipelines: Object.fromEntries(model.pipelines.map((pipeline) => [nameOf(pipeline), renderPipeline(pipeline, idOf)])),
  };
  for (const pipeline of model.pipelines) {
    const text = explainPipeline(pipeline);
    if (text !== undefined) comments.push({ path: ['service', 'pipelines', nameOf(pipeline)], text });
  }
  return { config: config as unknown as CollectorConfig, comments };
}

/** The comment of a pipeline. The linter would find C052 where it sees one config alone. Beside the other tiers it is right, so it is disabled. */
function explainPipeline({ reason, deltaOfAgents }: Pipeline): string | undefined {
  return deltaOfAgents === true
    ? renderDisableComment(['C052'], 'agents make delta of them, where a series always comes to the same process')
    : reason;
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

/** The rank decides. Processors of one rank stay in their order. */
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
