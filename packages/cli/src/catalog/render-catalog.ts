// A catalog for a person: each metric by both of its names, each event with the class of its fields.
import type { ServiceCatalog } from '@plinth/manifest';

type Definition = NonNullable<ServiceCatalog['catalog']>['definition'];
type Metric = Definition['metrics'][string];

export function renderCatalog({ service, file, catalog }: ServiceCatalog): string {
  if (catalog === undefined) return `${service} (${file}): no catalog\n`;
  const { metrics, events } = catalog.definition;
  const lines = [
    ...Object.values(metrics).flatMap(renderMetric),
    ...Object.values(events).flatMap((event) => [
      `  event ${event.name}: ${event.help} (${event.level}, ${event.owner})`,
      ...Object.entries(event.fields).map(
        ([name, field]) => `    ${name}: ${field.type}, ${field.class}${field.optional ? ', optional' : ''}${renderValues(field.values)}`,
      ),
      `    counted by ${event.counter.prometheusName}${renderLabels(event.counter)}`,
      ...Object.entries(event.measures).map(
        ([field, measure]) => `    ${field} is measured by ${measure.prometheusName}${renderLabels(measure)}${renderBuckets(measure)}`,
      ),
    ]),
  ];
  return `${service} (${file})\n${lines.join('\n')}\n`;
}

function renderMetric(metric: Metric): readonly string[] {
  const { name, type, unit, help, owner, prometheusName } = metric;
  return [`  ${type} ${name}, ${unit}: ${help} (${owner})`, `    ${prometheusName}${renderLabels(metric)}${renderBuckets(metric)}`];
}

function renderLabels({ labels }: Metric): string {
  const texts = Object.entries(labels).map(([name, { values, limit }]) => `${name}: ${values?.join(' | ') ?? `up to ${limit} values`}`);
  return texts.length === 0 ? '' : ` by ${texts.join(', ')}`;
}

function renderValues(values: readonly string[] | undefined): string {
  return values === undefined ? '' : `: ${values.join(' | ')}`;
}

function renderBuckets({ buckets }: Metric): string {
  return buckets === undefined ? '' : `, buckets ${buckets.join(', ')}`;
}
