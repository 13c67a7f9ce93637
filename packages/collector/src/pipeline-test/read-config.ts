// A Collector config from its YAML, as far as a test must know it: references like ${env:NAME} stay for the Collector to resolve.
import { parseDocument } from 'yaml';
import { componentSections } from '../catalogue/config-sections.ts';
import type { CollectorConfig } from '../collector-config.ts';
import { CollectorError } from '../errors.ts';

/** @throws CollectorError `collector.config_unreadable` with every problem. */
export function readCollectorConfig(text: string, file: string): CollectorConfig {
  const document = parseDocument(text, { merge: true });
  const problems = document.errors.map((error) => `${file}: ${error.message}`);
  const config: unknown = problems.length > 0 ? undefined : document.toJS();
  if (problems.length === 0) problems.push(...checkShape(config).map((problem) => `${file}: ${problem}`));
  if (problems.length > 0) throw new CollectorError('collector.config_unreadable', problems);
  return config as CollectorConfig;
}

function checkShape(config: unknown): readonly string[] {
  if (!isMap(config)) return ['expected a map with receivers, exporters and service'];
  const problems = componentSections
    .filter((section) => config[section] !== undefined && config[section] !== null && !isMap(config[section]))
    .map((section) => `${section}: expected a map from component ids to their settings`);
  const pipelines = isMap(config['service']) ? config['service']['pipelines'] : undefined;
  if (!isMap(pipelines) || Object.keys(pipelines).length === 0) return [...problems, 'service.pipelines: expected at least one pipeline'];
  for (const [name, pipeline] of Object.entries(pipelines)) {
    for (const side of ['receivers', 'exporters']) {
      const ids = isMap(pipeline) ? pipeline[side] : undefined;
      if (!Array.isArray(ids) || ids.length === 0) problems.push(`service.pipelines.${name}.${side}: expected a list of component ids`);
    }
  }
  return problems;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
