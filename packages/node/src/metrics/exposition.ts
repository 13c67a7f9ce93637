// Renders the store as text for a scrape: OpenMetrics with exemplars, or Prometheus text 0.0.4. Both show the same samples.
// Sources: https://prometheus.io/docs/specs/om/open_metrics_spec/ and …/docs/instrumenting/exposition_formats/
import { buildPrometheusName } from '@plinth/catalog';
import type { Exemplar, HistogramSeries, MetricSnapshot, SeriesLabels, SummarySeries, ValueSeries } from './metric-snapshot.ts';
import type { StoredDefinition } from './stored-definition.ts';

export type ExpositionFormat = 'openmetrics' | 'text';

export const contentTypes: Readonly<Record<ExpositionFormat, string>> = {
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  text: 'text/plain; version=0.0.4; charset=utf-8',
};

/** The format that an Accept header asks for. Where it asks for neither, it is Prometheus text, which every scraper reads. */
export function chooseFormat(accept: string | undefined): ExpositionFormat {
  let best: { format: ExpositionFormat; quality: number } = { format: 'text', quality: 0 };
  for (const part of (accept ?? '').split(',')) {
    const [type = '', ...parameters] = part.split(';').map((item) => item.trim().toLowerCase());
    const quality = Number(parameters.find((item) => item.startsWith('q='))?.slice(2) ?? 1);
    const format = type === 'application/openmetrics-text' ? 'openmetrics' : type === 'text/plain' || type === '*/*' ? 'text' : undefined;
    if (format !== undefined && quality > best.quality) best = { format, quality };
  }
  return best.format;
}

/** Renders what `store.read()` returned. */
export function renderExposition(metrics: readonly MetricSnapshot[], format: ExpositionFormat): string {
  const lines: string[] = [];
  for (const { definition, series } of metrics) {
    if (series.length === 0) continue;
    const { prometheusName: name, help, type } = definition;
    const isInfo = name === 'target_info';
    // OpenMetrics has counters with that suffix only. The service's own counter may have another name, and keeps it.
    const isBare = format === 'openmetrics' && type === 'counter' && !name.endsWith('_total');
    // OpenMetrics names the family, without the suffix of its samples. Prometheus text names the samples.
    const family = format === 'openmetrics' ? (isInfo ? name.replace(/_info$/, '') : type === 'counter' ? withoutTotal(name) : name) : name;
    lines.push(
      `# TYPE ${family} ${isInfo && format === 'openmetrics' ? 'info' : isBare ? 'unknown' : type === 'updowncounter' ? 'gauge' : type}`,
    );
    const unit = isInfo ? undefined : unitWord(definition);
    if (format === 'openmetrics' && unit !== undefined) lines.push(`# UNIT ${family} ${unit}`);
    lines.push(`# HELP ${family} ${escapeHelp(help, format)}`);
    for (const one of series) {
      if ('counts' in one) renderHistogram(lines, name, one, format);
      else if ('quantiles' in one) renderSummary(lines, name, one);
      else renderValue(lines, name, isBare ? { labels: one.labels, value: one.value } : one, format);
    }
  }
  if (format === 'openmetrics') lines.push('# EOF');
  return `${lines.join('\n')}\n`;
}

function renderValue(lines: string[], name: string, { labels, value, exemplar, createdMs }: ValueSeries, format: ExpositionFormat): void {
  lines.push(`${name}${renderLabels(labels)} ${renderNumber(value)}${renderExemplar(exemplar, format)}`);
  renderCreated(lines, withoutTotal(name), labels, createdMs, format);
}

/** Since when a series counts. With it a scraper knows the first increase of a series that begins with one. Only OpenMetrics has that. */
function renderCreated(
  lines: string[],
  family: string,
  labels: SeriesLabels,
  createdMs: number | undefined,
  format: ExpositionFormat,
): void {
  if (format === 'openmetrics' && createdMs !== undefined) lines.push(`${family}_created${renderLabels(labels)} ${createdMs / 1000}`);
}

function renderHistogram(lines: string[], name: string, series: HistogramSeries, format: ExpositionFormat): void {
  const { labels, bounds, counts, exemplars, sum, count, createdMs } = series;
  let cumulative = 0;
  for (const [index, inBucket] of counts.entries()) {
    cumulative += inBucket;
    const exemplar = renderExemplar(exemplars[index] ?? undefined, format);
    lines.push(`${name}_bucket${renderLabels(labels, renderBound(bounds[index]))} ${cumulative}${exemplar}`);
  }
  lines.push(`${name}_sum${renderLabels(labels)} ${renderNumber(sum)}`, `${name}_count${renderLabels(labels)} ${count}`);
  renderCreated(lines, name, labels, createdMs, format);
}

function renderSummary(lines: string[], name: string, { labels, quantiles, sum, count }: SummarySeries): void {
  for (const [quantile, value] of quantiles) {
    lines.push(`${name}${renderLabels({ quantile: renderBound(quantile), ...labels })} ${renderNumber(value)}`);
  }
  lines.push(`${name}_sum${renderLabels(labels)} ${renderNumber(sum)}`, `${name}_count${renderLabels(labels)} ${count}`);
}

function renderExemplar(exemplar: Exemplar | undefined, format: ExpositionFormat): string {
  if (format === 'text' || exemplar === undefined) return '';
  const { traceId, spanId, value, timestampMs } = exemplar;
  return ` # {trace_id="${traceId}",span_id="${spanId}"} ${renderNumber(value)} ${timestampMs / 1000}`;
}

/** OpenMetrics wants canonical floats in `le`: 1.0, not 1. */
function renderBound(bound: number | undefined): string {
  if (bound === undefined) return '+Inf';
  return Number.isInteger(bound) ? `${bound}.0` : String(bound);
}

function renderLabels(labels: SeriesLabels, bound?: string): string {
  const parts: string[] = bound === undefined ? [] : [`le="${bound}"`];
  for (const [name, value] of Object.entries(labels)) {
    if (value === '') continue;
    parts.push(`${name}="${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`);
  }
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function renderNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}

function escapeHelp(help: string, format: ExpositionFormat): string {
  const escaped = help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');
  return format === 'openmetrics' ? escaped.replace(/"/g, '\\"') : escaped;
}

/** The word for the unit at the end of the family's name. OpenMetrics allows a unit only there. */
function unitWord({ unit, type, prometheusName }: StoredDefinition): string | undefined {
  const stem = withoutTotal(prometheusName);
  // The word that the unit adds to the name `x`, which has none.
  if (type === 'summary') return undefined;
  const word = withoutTotal(buildPrometheusName({ name: 'x', unit, type })).slice('x_'.length);
  return word !== '' && stem.endsWith(`_${word}`) ? word : undefined;
}

function withoutTotal(prometheusName: string): string {
  return prometheusName.replace(/_total$/, '');
}
