import { hasQueue } from '../facts/component-traits.ts';
import { findUsed, isUsed, type ConfiguredComponent } from '../facts/pipeline-graph.ts';
import type { Rule } from '../rule.ts';
import { asString, getAt } from '../source/value-path.ts';

export const queueInMemory: Rule = {
  id: 'C073',
  title: 'queue in memory beside queues on disk',
  severity: 'warning',
  why: 'Other exporters of this Collector keep their queues on disk. What waits in this one is lost with every restart, update and crash.',
  remedy: 'Add sending_queue.storage with the same extension, or say in a comment why this data may go.',
  source: 'https://opentelemetry.io/docs/collector/resiliency/',
  check: ({ graph }) => {
    const queued = graph.components.filter((component) => mayQueue(component) && isUsed(graph, component));
    const storageOf = (config: unknown): string | undefined => asString(getAt(config, 'sending_queue', 'storage'));
    const storage = queued.map(({ config }) => storageOf(config)).find((id) => id !== undefined);
    // The user meant an extension that nothing refers to for the queues, unless file_log has none to keep its offsets in.
    const lacking = findUsed(graph, 'receiver', 'file_log').some(({ config }) => config['storage'] === undefined);
    const idle = graph.extensions.find(
      ({ id, type }) => !lacking && type === 'file_storage' && !graph.components.some(({ config }) => refersTo(config, id)),
    );
    const onDisk = storage ?? idle?.id;
    if (onDisk === undefined) return [];
    return queued
      .filter(({ config }) => storageOf(config) === undefined && getAt(config, 'sending_queue', 'enabled') !== false)
      .map(({ id, path }) => ({ path, message: `"${id}" keeps its queue in memory; "${onDisk}" is there` }));
  },
};

/** load_balancing has a queue only where the config has the key. */
function mayQueue(component: ConfiguredComponent): boolean {
  if (component.type === 'load_balancing') return getAt(component.config, 'sending_queue') !== undefined;
  return hasQueue(component);
}

function refersTo(value: unknown, id: string): boolean {
  if (typeof value !== 'object' || value === null) return value === id;
  return Object.values(value).some((part) => refersTo(part, id));
}
