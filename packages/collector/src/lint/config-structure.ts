// The keys around the components: sections, service, pipelines. What is inside a component is its schema's.
import { findNearestName } from '@plinth/manifest';
import type { Distribution } from '../catalogue/component-kind.ts';
import type { Place } from './rule.ts';
import type { Mapping, Path } from './value-path.ts';
import { asMapping, getAt, isMapping } from './value-path.ts';

const sections = ['receivers', 'processors', 'exporters', 'connectors', 'extensions', 'service'];
const serviceKeys = ['extensions', 'pipelines', 'telemetry'];
const pipelineKeys = ['receivers', 'processors', 'exporters'];
const signals = ['traces', 'metrics', 'logs', 'profiles'];

/** Sections that another distribution reads (Splunk's). */
const foreignSections = ['config_sources'];

export function checkConfigStructure(config: Mapping, distribution: Distribution | undefined): readonly Place[] {
  const pipelines = getAt(config, 'service', 'pipelines');
  return [
    ...findUnknownKeys(config, distribution === undefined ? [...sections, ...foreignSections] : sections, []),
    ...findUnknownKeys(config['service'], serviceKeys, ['service']),
    ...Object.entries(asMapping(pipelines)).flatMap(([id, pipeline]): Place[] => {
      const path = ['service', 'pipelines', id];
      const [signal = ''] = id.split('/');
      const unknown = signals.includes(signal) ? [] : [sayUnknown(path, `unknown signal ${signal}`, signal, signals)];
      return [...unknown, ...findUnknownKeys(pipeline, pipelineKeys, path)];
    }),
  ];
}

function findUnknownKeys(value: unknown, known: readonly string[], path: Path): Place[] {
  if (!isMapping(value)) return [];
  return (
    Object.keys(value)
      // A name with other characters is an expression of some test tool.
      .filter((key) => !known.includes(key) && /^[\w./-]+$/.test(key))
      .map((key) => sayUnknown([...path, key], `unknown key ${key}`, key, known))
  );
}

function sayUnknown(path: Path, message: string, name: string, known: readonly string[]): Place {
  const nearest = findNearestName(name, known);
  // Some builds read more sections than the project's own.
  if (nearest === undefined) return { path, severity: 'warning', message };
  return { path, message: `${message}; did you mean "${nearest}"?` };
}
