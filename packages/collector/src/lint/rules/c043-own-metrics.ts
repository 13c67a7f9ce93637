import { findReaders } from '../endpoints.ts';
import { compareVersions } from '../../catalogue/version.ts';
import type { Place, Rule } from '../rule.ts';
import { getAt } from '../value-path.ts';

export const ownMetrics: Rule = {
  id: 'C043',
  title: "the Collector's own metrics are off",
  severity: 'error',
  why: "Refused, dropped and failed data is only seen in the Collector's own metrics. `address` is ignored since 0.123 and refused since 0.145; two readers on one port do not start.",
  remedy: 'service.telemetry.metrics.readers: [{pull: {exporter: {prometheus: {host: …, port: 8888}}}}], one reader a port.',
  source: 'https://opentelemetry.io/docs/collector/internal-telemetry/',
  check: ({ value, version, versionKnown }) => {
    const path = ['service', 'telemetry', 'metrics'];
    const metrics = getAt(value, ...path);
    const places: Place[] = [];
    if (getAt(metrics, 'level') === 'none')
      places.push({ path: [...path, 'level'], severity: 'warning', message: 'level: none turns the own metrics off' });
    if (getAt(metrics, 'address') !== undefined && compareVersions(version, '0.123.0') >= 0) {
      places.push({
        path: [...path, 'address'],
        // A Collector from before may be meant.
        severity: versionKnown ? 'error' : 'warning',
        message: `address is ${compareVersions(version, '0.145.0') >= 0 ? 'refused' : 'ignored'} by Collector ${version}`,
      });
    }
    const readers = getAt(metrics, 'readers');
    if (Array.isArray(readers) && readers.length === 0)
      places.push({ path: [...path, 'readers'], severity: 'warning', message: 'no reader: nobody can read the own metrics' });
    const ports = findReaders(value).map(({ port }) => port);
    for (const [index, reader] of findReaders(value).entries()) {
      if (reader.port !== undefined && ports.indexOf(reader.port) < index)
        places.push({ path: reader.path, message: `two readers on port ${reader.port}` });
    }
    return places;
  },
};
