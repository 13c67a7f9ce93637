// The registry as text for a scrape: OpenMetrics with exemplars, or Prometheus text 0.0.4, from the same samples.
// Sources: https://prometheus.io/docs/specs/om/open_metrics_spec/ and …/docs/instrumenting/exposition_formats/
import { buildPrometheusName } from '@plinth/catalog';
import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import type { StoredDefinition } from './metric-store.ts';

export type ExpositionFormat = 'openmetrics' | 'text';

export const contentTypes: Readonly<Record<ExpositionFormat, string>> = {
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  text: 'text/plain; version=0.0.4; charset=utf-8',
};

/** The format that an Accept header asks for; text, which every scraper reads, where it asks for neither. */
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

type Sample = MetricValue<string> & {
  readonly metricName?: string;
  readonly exemplar?: { readonly labelSet: Record<string, string>; readonly value: number; readonly timestamp: number } | null;
};

/** Renders what `registry.getMetricsAsJSON()` returned. Metrics without a definition keep their name and have no unit. */
export function renderExposition(
  metrics: readonly MetricObjectWithValues<MetricValue<string>>[],
  definitions: ReadonlyMap<string, StoredDefinition>,
  format: ExpositionFormat,
): string {
  const lines: string[] = [];
  for (const metric of metrics) {
    if (metric.values.length === 0) continue;
    const definition = definitions.get(metric.name);
    const isInfo = metric.name === 'target_info';
    // OpenMetrics names the family without the suffix of its samples; Prometheus text names the samples.
    const family = format === 'openmetrics' ? (isInfo ? metric.name.replace(/_info$/, '') : withoutTotal(metric.name)) : metric.name;
    const type = isInfo && format === 'openmetrics' ? 'info' : String(metric.type);
    lines.push(`# TYPE ${family} ${type}`);
    const unit = isInfo || definition === undefined ? undefined : unitWord(definition);
    if (format === 'openmetrics' && unit !== undefined) lines.push(`# UNIT ${family} ${unit}`);
    lines.push(`# HELP ${family} ${escapeHelp(metric.help, format)}`);
    for (const sample of metric.values as Sample[]) {
      lines.push(renderSample(sample.metricName ?? metric.name, sample, format));
    }
  }
  if (format === 'openmetrics') lines.push('# EOF');
  return `${lines.join('\n')}\n`;
}

function renderSample(name: string, sample: Sample, format: ExpositionFormat): string {
  const line = `${name}${renderLabels(sample.labels)} ${renderNumber(sample.value)}`;
  const { exemplar } = sample;
  if (format === 'text' || !exemplar) return line;
  return `${line} # ${renderLabels(exemplar.labelSet) || '{}'} ${renderNumber(exemplar.value)} ${exemplar.timestamp}`;
}

function renderLabels(labels: Partial<Record<string, string | number>>): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(labels)) {
    if (value === undefined || value === '') continue;
    // OpenMetrics wants canonical floats in `le`: 1.0, not 1.
    const text = name === 'le' && typeof value === 'number' && Number.isInteger(value) ? `${value}.0` : String(value);
    parts.push(`${name}="${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`);
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

/** The word for the unit at the end of the family name; OpenMetrics allows a unit only there. */
function unitWord({ unit, type, prometheusName }: StoredDefinition): string | undefined {
  const stem = withoutTotal(prometheusName);
  // What the unit adds to a name that has none.
  const word = withoutTotal(buildPrometheusName({ name: 'x', unit, type })).slice('x_'.length);
  return word !== '' && stem.endsWith(`_${word}`) ? word : undefined;
}

function withoutTotal(prometheusName: string): string {
  return prometheusName.replace(/_total$/, '');
}
