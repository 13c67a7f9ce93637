// How a config exposes the own metrics of its Collector to a scrape.
import type { Path } from '@plinth/findings';
import { asList, asMapping, asString, getAt, type Mapping } from '../source/value-path.ts';
import { findReaders } from './endpoints.ts';

export interface PrometheusReader {
  readonly path: Path;
  readonly settings: Mapping;
}

/** The reader that a scrape asks. undefined: there is none, or there are several and nothing says which one is scraped. */
export function readPrometheusReader(config: Mapping): PrometheusReader | undefined {
  const [reader, ...others] = findReaders(config);
  if (reader === undefined || others.length > 0) return undefined;
  return { path: reader.path, settings: asMapping(getAt(config, ...reader.path)) };
}

export interface ResourceAttribute {
  readonly name: string;
  /** undefined: the value is no text. */
  readonly value: string | undefined;
  readonly path: Path;
}

/** The attributes of service.telemetry.resource, which is a map, or has the list `attributes` of the declarative configuration. */
export function readResource(config: Mapping): readonly ResourceAttribute[] {
  const path = ['service', 'telemetry', 'resource'];
  const resource = asMapping(getAt(config, ...path));
  const listed = asList(resource['attributes']).map((attribute, index) => ({
    name: asString(getAt(attribute, 'name')) ?? '',
    value: asString(getAt(attribute, 'value')),
    path: [...path, 'attributes', index],
  }));
  if (listed.length > 0) return listed;
  return Object.entries(resource).map(([name, value]) => ({ name, value: asString(value), path: [...path, name] }));
}
