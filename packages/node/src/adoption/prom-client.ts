// Registries of prom-client that the service fills: the default one of each copy, and those that the service names.
import OwnRegistry from 'prom-client/lib/registry.js';
import { messageOf, type Notify } from '../notices.ts';
import type { MetricSnapshot } from '../metrics/metric-snapshot.ts';
import type { LibraryHook } from '../traces/library-hooks.ts';
import type { Redaction } from '../redaction/redact.ts';
import { createPromSnapshots, type PromValues } from './prom-metrics.ts';

/** A registry of any version. */
export interface PromRegistry {
  getMetricsAsArray(): readonly { readonly name: string; readonly get?: () => PromValues | Promise<PromValues> }[];
  getSingleMetric(name: string): { readonly get: () => PromValues | Promise<PromValues> } | undefined;
  /** A private field, in all versions. */
  readonly _defaultLabels?: Readonly<Record<string, string>>;
}

export interface PromMetrics {
  readonly hooks: readonly LibraryHook[];
  readonly add: (registry: PromRegistry) => void;
  /** Reads the registries. It takes a bounded time. */
  readonly refresh: () => Promise<void>;
  /** What was read last. */
  readonly read: () => readonly MetricSnapshot[];
}

const packages = ['prom-client', '@platformatic/prom-client'];
/** Milliseconds that one metric may take. */
const longestCollect = 1000;
export function createPromMetrics(redaction: Redaction, notify: Notify): PromMetrics {
  let last: readonly MetricSnapshot[] = [];
  let reading: Promise<void> | undefined;
  const registries = new Set<PromRegistry>();
  const build = createPromSnapshots(redaction);
  const addGlobal = (moduleExports: unknown): void => {
    const { globalRegistry } = moduleExports as { readonly globalRegistry?: PromRegistry };
    if (globalRegistry !== undefined) registries.add(globalRegistry);
  };
  // In a bundle with the SDK the SDK's copy is the service's. The SDK's own metrics are in a registry of their own.
  addGlobal(OwnRegistry);

  async function readOne(registry: PromRegistry, name: string): Promise<MetricSnapshot | undefined> {
    let timer: NodeJS.Timeout | undefined;
    try {
      const metric = registry.getSingleMetric(name);
      if (metric === undefined) return undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`collect took ${longestCollect} ms`)), longestCollect);
      });
      return build(await Promise.race([metric.get(), late]), registry._defaultLabels ?? {});
    } catch (error) {
      notify('node.metric_unreadable', { path: name, message: messageOf(error) });
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  async function readAll(): Promise<void> {
    const names = [...registries].flatMap((registry) => listNames(registry).map((name) => [registry, name] as const));
    const found = await Promise.all(names.map(([registry, name]) => readOne(registry, name)));
    const families = new Map<string, MetricSnapshot>();
    for (const snapshot of found) {
      if (snapshot === undefined) continue;
      const { prometheusName: name, type } = snapshot.definition;
      const first = families.get(name);
      if (first === undefined) families.set(name, snapshot);
      else if (first.definition.type === type) families.set(name, unite(first, snapshot));
      else notify('node.metric_clash', { path: name, message: `is a ${first.definition.type} and a ${type}: the first is shown` });
    }
    last = [...families.values()];
  }

  return {
    hooks: packages.map((name) => ({ file: `${name}/lib/registry.js`, patch: addGlobal })),
    add: (registry) => void registries.add(registry),
    // Scrapes at the same time share one reading.
    refresh: () => (reading ??= readAll().finally(() => (reading = undefined))),
    read: () => last,
  };
}

function listNames(registry: PromRegistry): string[] {
  try {
    return registry.getMetricsAsArray().map(({ name }) => name);
  } catch {
    // It is no registry.
    return [];
  }
}

/** Of one label set in two registries the first counts. */
function unite(first: MetricSnapshot, second: MetricSnapshot): MetricSnapshot {
  const keyOf = (labels: Readonly<Record<string, string>>): string =>
    JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const known = new Set(first.series.map(({ labels }) => keyOf(labels)));
  return { ...first, series: [...first.series, ...second.series.filter(({ labels }) => !known.has(keyOf(labels)))] };
}
