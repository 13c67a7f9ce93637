import { compareVersions } from '../../catalogue/version.ts';
import { readPrometheusReader } from '../facts/own-metrics.ts';
import type { Place, Rule } from '../rule.ts';
import type { Expression } from '../source/prometheus-rules.ts';

interface OwnMetric {
  readonly name: string;
  readonly unit?: 'seconds' | 'bytes';
  readonly counter: boolean;
}

const signals = ['spans', 'metric_points', 'log_records'];
const counters = ['receiver_accepted', 'receiver_refused', 'exporter_sent', 'exporter_send_failed', 'exporter_enqueue_failed'];

/** Own metrics whose name depends on the settings of the reader. */
const bases: readonly OwnMetric[] = [
  ...[...counters, 'processor_memory_limiter_refused', 'processor_memory_limiter_accepted'].flatMap((name) =>
    signals.map((signal): OwnMetric => ({ name: `${name}_${signal}`, counter: true })),
  ),
  { name: 'process_uptime', unit: 'seconds', counter: true },
  { name: 'process_cpu_seconds', counter: true },
  { name: 'process_memory_rss', unit: 'bytes', counter: false },
  { name: 'process_runtime_heap_alloc_bytes', counter: false },
  { name: 'process_runtime_total_alloc_bytes', counter: true },
  { name: 'process_runtime_total_sys_memory_bytes', counter: false },
];

const ownMetrics = bases.map((metric): OwnMetric => ({ ...metric, name: `otelcol_${metric.name}` }));

function nameAs({ name, unit, counter }: OwnMetric, withUnit: boolean, withType: boolean): string {
  return `${name}${unit !== undefined && withUnit ? `_${unit}` : ''}${counter && withType ? '_total' : ''}`;
}

/** The name that the reader writes: with all suffixes, or with none. */
function nameWith(metric: OwnMetric, suffixes: boolean): string {
  return nameAs(metric, suffixes, suffixes);
}

/** The names that an expression selects, each as a pattern of the whole name. */
function readSelected(text: string): readonly RegExp[] {
  const patterns = [...text.matchAll(/__name__\s*=~\s*"([^"]+)"/g)].map(([, pattern = '']) => pattern);
  const exact = [...text.replaceAll(/"(?:\\.|[^"\\])*"/g, '""').matchAll(/\botelcol_\w+/g)].map(([name]) => name);
  return [...patterns, ...exact].flatMap((pattern) => {
    try {
      return [new RegExp(`^(?:${pattern})$`)];
    } catch {
      return [];
    }
  });
}

function checkExpression({ document, path, text }: Expression, suffixes: boolean): Place[] {
  const selected = readSelected(text);
  const variants = (metric: OwnMetric): string[] =>
    [false, true].flatMap((unit) => [false, true].map((type) => nameAs(metric, unit, type)));
  const missed = ownMetrics.flatMap((metric) => {
    const meant = variants(metric).find((name) => selected.some((pattern) => pattern.test(name)));
    const written = nameWith(metric, suffixes);
    return meant === undefined || selected.some((pattern) => pattern.test(written)) ? [] : [{ meant, written }];
  });
  return missed.slice(0, 1).map(({ meant, written }) => ({ document, path, message: `the own metrics have no ${meant} but ${written}` }));
}

export const ownMetricsNames: Rule = {
  id: 'C082',
  title: 'alert on an own metric under another name than the reader writes',
  severity: 'warning',
  why: 'The own metrics have no suffixes, unless the prometheus reader says without_units: false or without_type_suffix: false (until 0.151: unless it says true): _total and units then. An alert on the other name never fires.',
  remedy: 'Set without_units and without_type_suffix to true, or write the names with their suffixes.',
  source: 'https://opentelemetry.io/docs/collector/internal-telemetry/',
  check: ({ value, expressions, version }) => {
    const reader = readPrometheusReader(value)?.settings;
    if (reader === undefined) return [];
    const flags = [reader['without_units'], reader['without_type_suffix']];
    if (flags.some((flag) => flag !== undefined && typeof flag !== 'boolean')) return [];
    const suffixes = hasSuffixes(flags, version);
    return suffixes === undefined ? [] : expressions.flatMap((expression) => checkExpression(expression, suffixes));
  },
};

/**
 * Whether the reader writes suffixes. Either flag off brings all of them. In a reader of one's own both flags were false by default
 * until 0.151, and are true since 0.153.
 */
function hasSuffixes(flags: readonly unknown[], version: string): boolean | undefined {
  const old = compareVersions(version, '0.152.0') < 0;
  if (flags.includes(undefined) && !old && compareVersions(version, '0.153.0') < 0) return undefined;
  const [units, type] = flags.map((flag) => flag ?? !old);
  // Before 0.147 each flag brought its own suffixes.
  if (units !== type && compareVersions(version, '0.147.0') < 0) return undefined;
  return units !== true || type !== true;
}
