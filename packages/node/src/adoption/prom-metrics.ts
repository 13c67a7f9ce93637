// Metrics that the service makes with prom-client, as snapshots. Each metric is asked for its own values: the text of a registry is rejected
// as a whole where one of its metrics throws, and to render it as OpenMetrics renames its counters for good.
import type { Redaction } from '../redaction/redact.ts';
import { createKeyCache } from '../redaction/key-cache.ts';
import type { Exemplar, HistogramSeries, MetricSnapshot, SummarySeries, ValueSeries } from '../metrics/metric-snapshot.ts';
import type { StoredDefinition } from '../metrics/stored-definition.ts';

export interface PromSample {
  readonly value: number;
  readonly labels: Readonly<Record<string, string | number>>;
  /** The name of the sample, where a metric has several: `x_bucket`, `x_sum`, `x_count`. */
  readonly metricName?: string;
  readonly exemplar?: {
    readonly labelSet?: Readonly<Record<string, unknown>>;
    readonly value?: number;
    readonly timestamp?: number;
  } | null;
}

/** What `metric.get()` of prom-client gives. */
export interface PromValues {
  readonly name: string;
  readonly help: string;
  /** Its versions spell types as texts. */
  readonly type: string;
  readonly aggregator?: string;
  readonly values: readonly PromSample[];
}

const aggregators = ['sum', 'first', 'min', 'max', 'average', 'omit'] as const;
const types = new Set(['counter', 'gauge', 'histogram', 'summary']);

export type BuildPromSnapshot = (values: PromValues, defaults: Readonly<Record<string, string>>) => MetricSnapshot | undefined;

/** Undefined for a type that nobody knows. Label values are redacted; `defaults` are the labels that the registry adds to each series. */
export function createPromSnapshots({ redactText, isSecretKey, conceal }: Redaction): BuildPromSnapshot {
  const redactValue = createKeyCache((value) => ({ shown: redactText(value) }));
  const clean = (given: PromSample['labels'], defaults: Readonly<Record<string, string>>, without?: string): Record<string, string> => {
    const labels: Record<string, string> = {};
    for (const [name, value] of [...Object.entries(defaults), ...Object.entries(given)]) {
      if (name === without) continue;
      labels[name] = isSecretKey(name) ? (conceal(() => value) ?? '') : redactValue(String(value)).shown;
    }
    return labels;
  };

  return ({ name, help, type, aggregator, values }, defaults) => {
    if (!types.has(type)) return undefined;
    const merge = aggregators.find((known) => known === aggregator) ?? 'sum';
    const definition: StoredDefinition = {
      name,
      prometheusName: name,
      type: type as 'counter' | 'gauge' | 'histogram' | 'summary',
      unit: '',
      help,
      labels: {},
      aggregator: merge,
    };
    if (type === 'histogram') return { definition, series: splitHistograms(values, (labels) => clean(labels, defaults, 'le')) };
    if (type === 'summary') return { definition, series: splitSummaries(values, (labels) => clean(labels, defaults, 'quantile')) };
    const series = values.map(({ labels, value, exemplar }): ValueSeries => {
      const found = type === 'counter' ? readExemplar(exemplar, value) : undefined;
      return { labels: clean(labels, defaults), value, ...(found !== undefined && { exemplar: found }) };
    });
    return { definition, series };
  };
}

type CleanLabels = (labels: PromSample['labels']) => Record<string, string>;

/** The samples of one series stand together: its buckets, which are cumulative, then its sum and its count. */
function splitHistograms(samples: readonly PromSample[], clean: CleanLabels): HistogramSeries[] {
  const series: HistogramSeries[] = [];
  let bounds: number[] = [];
  let counts: number[] = [];
  let exemplars: (Exemplar | null)[] = [];
  let before = 0;
  let sum = 0;
  for (const { labels, value, metricName = '', exemplar } of samples) {
    if (metricName.endsWith('_bucket')) {
      const bound = Number(String(labels['le']).replace('+Inf', 'Infinity'));
      if (bound !== Number.POSITIVE_INFINITY) bounds.push(bound);
      counts.push(value - before);
      exemplars.push(readExemplar(exemplar, value) ?? null);
      before = value;
    } else if (metricName.endsWith('_sum')) sum = value;
    else if (metricName.endsWith('_count')) {
      if (counts.length === bounds.length) {
        counts.push(value - before);
        exemplars.push(null);
      }
      series.push({ labels: clean(labels), bounds, counts, sum, count: value, exemplars });
      [bounds, counts, exemplars, before, sum] = [[], [], [], 0, 0];
    }
  }
  return series;
}

function splitSummaries(samples: readonly PromSample[], clean: CleanLabels): SummarySeries[] {
  const series: SummarySeries[] = [];
  let quantiles: [number, number][] = [];
  let sum = 0;
  for (const { labels, value, metricName = '' } of samples) {
    if (labels['quantile'] !== undefined) quantiles.push([Number(labels['quantile']), value]);
    else if (metricName.endsWith('_sum')) sum = value;
    else if (metricName.endsWith('_count')) {
      series.push({ labels: clean(labels), quantiles, sum, count: value });
      quantiles = [];
    }
  }
  return series;
}

/** Only one that leads to a trace: its labels may have either spelling. */
function readExemplar(exemplar: PromSample['exemplar'], value: number): Exemplar | undefined {
  const { labelSet, timestamp } = exemplar ?? {};
  const traceId = labelSet?.['trace_id'] ?? labelSet?.['traceId'];
  const spanId = labelSet?.['span_id'] ?? labelSet?.['spanId'];
  if (typeof traceId !== 'string' || typeof spanId !== 'string' || !/^[0-9a-f]{32}$/.test(traceId) || !/^[0-9a-f]{16}$/.test(spanId))
    return undefined;
  return { traceId, spanId, value: exemplar?.value ?? value, timestampMs: (timestamp ?? 0) * 1000 };
}
