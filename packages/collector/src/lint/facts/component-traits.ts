// What several types of components have in common.
import type { Fix } from '@plinth/findings';
import { findExporterTraits } from '../../backends/backends.ts';
import { asList, getAt, isMapping } from '../source/value-path.ts';
import type { LintInput } from './lint-input.ts';
import type { ConfiguredComponent, ConfiguredPipeline, Use } from './pipeline-graph.ts';

/** Whether a component is an exporter that sends over a network, with the queue and the retry of the project. */
export function hasQueue(component: ConfiguredComponent | undefined): component is ConfiguredComponent {
  return component?.kind === 'exporter' && findExporterTraits(component.type).queued === true;
}

/** Whether an exporter joins items to batches in its own queue. */
export function batchesItself(component: ConfiguredComponent | undefined): boolean {
  return isMapping(getAt(component?.config, 'sending_queue', 'batch'));
}

export const batchProcessors = ['batch', 'queue_batch'];

export const samplers = ['tail_sampling', 'probabilistic_sampler'];

export function findIndex(uses: readonly Use[], types: readonly string[]): number {
  return uses.findIndex(({ type }) => types.includes(type));
}

/** Whether k8s_attributes finds a pod by the connection: `only` so, `also` so, or `not`. */
export function readAssociation(component: ConfiguredComponent | undefined): 'only' | 'also' | 'not' {
  const rules = asList(component?.config['pod_association']);
  if (rules.length === 0) return 'only';
  const sources = rules.flatMap((rule) =>
    asList(getAt(rule, 'sources')).concat(isMapping(rule) && rule['from'] !== undefined ? [rule] : []),
  );
  const byConnection = sources.filter((source) => getAt(source, 'from') === 'connection').length;
  if (byConnection === 0) return 'not';
  return byConnection === sources.length ? 'only' : 'also';
}

/** Edits that move one item of a list to its front. The places in the file stay, and only texts change, so comments stay where they are. */
export function moveToFront(input: LintInput, uses: readonly Use[], index: number): (Fix | undefined)[] {
  const texts = uses.map(({ path }) => input.config.textOf(path));
  const front = texts[index];
  return uses.slice(0, index + 1).map(({ path }, at) => {
    const text = at === 0 ? front : texts[at - 1];
    return text === undefined ? undefined : input.config.replaceValue(path, text);
  });
}

/** Edits that rename a component where it is defined, and wherever a pipeline or the service names it. */
export function renameComponent(input: LintInput, component: ConfiguredComponent, type: string): (Fix | undefined)[] {
  const id = component.id.replace(component.writtenType, type);
  if (input.graph.components.some((other) => other.kind === component.kind && other.id === id)) return [];
  const uses = input.graph.pipelines
    .flatMap(({ receivers, processors, exporters }) => [...receivers, ...processors, ...exporters])
    .concat(input.graph.extensions)
    .filter((use) => use.component === component);
  return [input.config.replaceKey(component.path, id), ...uses.map(({ path }) => input.config.replaceValue(path, id))];
}

/** Whether a pipeline gets data from outside of the Collector, and not only from other pipelines. */
export function isEntry(pipeline: ConfiguredPipeline): boolean {
  return pipeline.receivers.some(({ component }) => component === undefined || component.kind === 'receiver');
}
