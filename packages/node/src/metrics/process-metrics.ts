// Metrics of the Node runtime, the process and the build. They are read at a scrape; only garbage collection is counted as it happens.
import { readdirSync, readFileSync } from 'node:fs';
import { monitorEventLoopDelay, performance, PerformanceObserver, type EventLoopUtilization } from 'node:perf_hooks';
import { getHeapSpaceStatistics } from 'node:v8';
import { sdkVersion } from '../resource/sdk-version.ts';
import type { Instrument, MetricStore } from './metric-store.ts';
import { standardDefinition, type StandardMetricName } from './standard-metrics.ts';

/** perf_hooks' numbers of the kinds of collection. Source: `perf_hooks.constants.NODE_PERFORMANCE_GC_*`. */
const gcTypes: Readonly<Record<number, string>> = { 1: 'minor', 4: 'major', 8: 'incremental', 16: 'weakcb' };
const nanosecondsPerSecond = 1e9;

/**
 * Measures until the process ends. `isMainThread`: also shows what the threads of a process have in common.
 */
export function startProcessMetrics(store: MetricStore, resource: Readonly<Record<string, string | number>>, isMainThread: boolean): void {
  const observe = (name: StandardMetricName, collect: (instrument: Instrument) => void): void => {
    store.instrument(standardDefinition(name), collect);
  };

  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  // The last of the delay metrics that is read starts a new window: all of one scrape are of one window.
  observe('nodejsEventloopDelayMin', (gauge) => gauge.record(secondsOf(delay.min), {}));
  observe('nodejsEventloopDelayMean', (gauge) => gauge.record(secondsOf(delay.mean), {}));
  observe('nodejsEventloopDelayP50', (gauge) => gauge.record(secondsOf(delay.percentile(50)), {}));
  observe('nodejsEventloopDelayP90', (gauge) => gauge.record(secondsOf(delay.percentile(90)), {}));
  observe('nodejsEventloopDelayP99', (gauge) => gauge.record(secondsOf(delay.percentile(99)), {}));
  observe('nodejsEventloopDelayMax', (gauge) => {
    gauge.record(secondsOf(delay.max), {});
    delay.reset();
  });

  let lastUtilization: EventLoopUtilization = performance.eventLoopUtilization();
  observe('nodejsEventloopUtilization', (gauge) => {
    const now = performance.eventLoopUtilization();
    gauge.record(performance.eventLoopUtilization(now, lastUtilization).utilization, {});
    lastUtilization = now;
  });

  observe('v8jsMemoryHeapUsed', (gauge) => recordHeap(gauge, (space) => space.space_used_size));
  observe('v8jsMemoryHeapLimit', (gauge) => recordHeap(gauge, (space) => space.space_size));

  const gcDuration = store.instrument(standardDefinition('v8jsGcDuration'));
  const gcObserver = new PerformanceObserver((entries) => {
    for (const entry of entries.getEntries()) {
      const kind = (entry as { readonly detail?: { readonly kind?: number } }).detail?.kind ?? 0;
      gcDuration.record(entry.duration / 1000, { v8js_gc_type: gcTypes[kind] ?? 'unknown' });
    }
  });
  gcObserver.observe({ entryTypes: ['gc'] });

  if (isMainThread) observeProcess(observe);

  store.instrument(standardDefinition('plinthBuildInfo')).record(1, { version: sdkVersion, node_version: process.versions.node });
  const target = targetInfo(resource);
  store.instrument(target.definition).record(1, target.labels);
}

function observeProcess(observe: (name: StandardMetricName, collect: (instrument: Instrument) => void) => void): void {
  let lastCpu = 0;
  observe('processCpuTime', (counter) => {
    const { user, system } = process.cpuUsage();
    const total = (user + system) / 1e6;
    counter.record(total - lastCpu, {});
    lastCpu = total;
  });
  observe('processMemoryUsage', (gauge) => gauge.record(process.memoryUsage.rss(), {}));
  observe('processStartTime', (gauge) => gauge.record((Date.now() - performance.now()) / 1000, {}));
  const openFiles = readOpenFiles();
  if (openFiles !== undefined) observe('processOpenFileDescriptors', (gauge) => gauge.record(readOpenFiles() ?? 0, {}));
  const maxFiles = readMaxFiles();
  if (maxFiles !== undefined) observe('processMaxFileDescriptors', (gauge) => gauge.record(maxFiles, {}));
}

function secondsOf(nanoseconds: number): number {
  return Number.isFinite(nanoseconds) ? nanoseconds / nanosecondsPerSecond : 0;
}

function recordHeap(gauge: Instrument, read: (space: ReturnType<typeof getHeapSpaceStatistics>[number]) => number): void {
  for (const space of getHeapSpaceStatistics()) gauge.record(read(space), { v8js_heap_space_name: space.space_name });
}

/** The resource as labels of `target_info`. Source: OpenTelemetry to Prometheus compatibility, "Resource Attributes". */
function targetInfo(resource: Readonly<Record<string, string | number>>) {
  const labels: Record<string, string> = {};
  for (const [key, value] of Object.entries(resource)) labels[key.replace(/[^a-zA-Z0-9_]/g, '_')] = String(value);
  const rules = Object.fromEntries(Object.keys(labels).map((label) => [label, { limit: 1 }]));
  return { definition: { ...standardDefinition('targetInfo'), labels: rules, attributes: {} }, labels };
}

/** Undefined where the system is not Linux: the metric is then left out. */
function readOpenFiles(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return undefined;
  }
}

function readMaxFiles(): number | undefined {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return limit === undefined ? undefined : Number(limit);
  } catch {
    return undefined;
  }
}
