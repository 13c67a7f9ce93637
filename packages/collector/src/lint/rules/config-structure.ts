// Checks the keys around the components: sections, service and pipelines. The schema of a component checks what is inside of it.
import { findNearestName, type Path } from '@plinth/findings';
import { signals, type Distribution } from '../../catalogue/component-kind.ts';
import { configKeys, pipelineKeys } from '../../catalogue/config-sections.ts';
import type { Place } from '../rule.ts';
import { asMapping, getAt, isMapping, type Mapping } from '../source/value-path.ts';

const serviceKeys = ['extensions', 'pipelines', 'telemetry'];

/** A pipeline may also carry profiles, which no component is known for yet. */
const pipelineSignals = [...signals, 'profiles'];

/** Sections that Splunk's distribution reads. */
const foreignSections = ['config_sources'];

export function checkConfigStructure(config: Mapping, distribution: Distribution | undefined): readonly Place[] {
  const pipelines = getAt(config, 'service', 'pipelines');
  return [
    ...findUnknownKeys(config, distribution === undefined ? [...configKeys, ...foreignSections] : configKeys, []),
    ...findUnknownKeys(config['service'], serviceKeys, ['service']),
    ...Object.entries(asMapping(pipelines)).flatMap(([id, pipeline]): Place[] => {
      const path = ['service', 'pipelines', id];
      const [signal = ''] = id.split('/');
      const unknown = pipelineSignals.includes(signal) ? [] : [sayUnknown(path, `unknown signal ${signal}`, signal, pipelineSignals)];
      return [...unknown, ...findUnknownKeys(pipeline, pipelineKeys, path)];
    }),
  ];
}

function findUnknownKeys(value: unknown, known: readonly string[], path: Path): Place[] {
  if (!isMapping(value)) return [];
  return (
    Object.keys(value)
      // A name with other characters is an expression of a test tool.
      .filter((key) => !known.includes(key) && /^[\w./-]+$/.test(key))
      .map((key) => sayUnknown([...path, key], `unknown key ${key}`, key, known))
  );
}

function sayUnknown(path: Path, message: string, name: string, known: readonly string[]): Place {
  const nearest = findNearestName(name, known);
  // Some builds read more sections than those of the project.
  if (nearest === undefined) return { path, severity: 'warning', message };
  return { path, message: `${message}; did you mean "${nearest}"?` };
}
