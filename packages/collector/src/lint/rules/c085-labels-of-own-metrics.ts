import { readPrometheusReader, readResource, type PrometheusReader, type ResourceAttribute } from '../facts/own-metrics.ts';
import type { Place, Rule } from '../rule.ts';
import type { Expression } from '../source/prometheus-rules.ts';
import { asList, getAt } from '../source/value-path.ts';

/** The attributes that every Collector has. */
const always = ['service.name', 'service.version', 'service.instance.id'];

interface Selection {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

/** The labels by which an expression picks own metrics. */
function readSelections({ text }: Expression): readonly Selection[] {
  return [...text.matchAll(/(\botelcol_\w+\s*)?\{((?:[^{}"]|"(?:\\.|[^"\\])*")*)\}/g)].flatMap(([, name, body = '']) => {
    if (name === undefined && !/__name__\s*=~?\s*"\^?\(?otelcol_/.test(body)) return [];
    return [...body.matchAll(/([A-Za-z_]\w*)\s*(=~|!~|!=|=)\s*"((?:\\.|[^"\\])*)"/g)].map(
      ([, label = '', operator = '', value = '']): Selection => ({ label, operator, value }),
    );
  });
}

function picks({ operator, value }: Selection, actual: string): boolean {
  if (operator === '=') return value === actual;
  if (operator !== '=~') return true;
  try {
    return new RegExp(`^(?:${value})$`).test(actual);
  } catch {
    return true;
  }
}

/** The name that Prometheus has for an attribute. */
function labelOf(attribute: string): string {
  return attribute.replaceAll(/\W/g, '_');
}

function checkIncluded({ path, settings }: PrometheusReader, resource: readonly ResourceAttribute[]): Place[] {
  return asList(getAt(settings, 'with_resource_constant_labels', 'included')).flatMap((name, index): Place[] => {
    if (typeof name !== 'string' || /\$|\{\{/.test(name) || always.includes(name)) return [];
    if (resource.some((attribute) => attribute.name === name)) return [];
    return [
      { path: [...path, 'with_resource_constant_labels', 'included', index], message: `service.telemetry.resource has no "${name}"` },
    ];
  });
}

/**
 * Whether an attribute becomes a label. Names are compared as a whole, because there are no patterns. Without `included`, everything
 * that `excluded` does not name is a label.
 */
function isLabel({ settings }: PrometheusReader, name: string): boolean {
  const labels = settings['with_resource_constant_labels'];
  if (labels === undefined) return false;
  const included = getAt(labels, 'included');
  return (included === undefined || asList(included).includes(name)) && !asList(getAt(labels, 'excluded')).includes(name);
}

function checkSelected(reader: PrometheusReader, attribute: ResourceAttribute, selections: readonly Selection[]): Place[] {
  const { name, value, path } = attribute;
  const by = selections.filter(({ label }) => label === labelOf(name));
  if (value === undefined || /\$|\{\{/.test(value) || by.length === 0) return [];
  const picked = by.some((selection) => selection.operator.startsWith('=') && picks(selection, value));
  if (!isLabel(reader, name)) {
    if (!picked) return [];
    const message = `expressions select own metrics by "${labelOf(name)}", which with_resource_constant_labels does not make a label`;
    return [{ path: reader.path, message }];
  }
  if (by.some((selection) => picks(selection, value))) return [];
  return [{ path, severity: 'info', message: `no expression selects ${labelOf(name)}="${value}", and some select others` }];
}

export const labelsOfOwnMetrics: Rule = {
  id: 'C085',
  title: 'label that alerts select, and own metrics do not have',
  severity: 'warning',
  why: 'Attributes of service.telemetry.resource are labels of target_info alone, unless the reader’s with_resource_constant_labels includes them, by their whole names. An alert that selects by another label never fires.',
  remedy:
    'Set the attribute in service.telemetry.resource, and name it in with_resource_constant_labels.included. Where the scrape adds the label, take it out of service.telemetry.resource.',
  source: 'https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#resource-attributes',
  check: ({ value, expressions }) => {
    const reader = readPrometheusReader(value);
    if (reader === undefined) return [];
    const resource = readResource(value);
    const selections = expressions.flatMap(readSelections);
    return [...checkIncluded(reader, resource), ...resource.flatMap((attribute) => checkSelected(reader, attribute, selections))];
  },
};
