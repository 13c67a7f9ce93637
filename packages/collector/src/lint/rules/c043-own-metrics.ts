import { findUsed } from '../facts/pipeline-graph.ts';
import { findReaders, isLoopback } from '../facts/endpoints.ts';
import { compareVersions } from '../../catalogue/version.ts';
import type { Place, Rule } from '../rule.ts';
import { asList, findScalars, getAt } from '../source/value-path.ts';

/** Where they are by default, on localhost. */
const standardPort = 8888;
const standardReader = { path: ['service'], host: 'localhost' };

export const ownMetrics: Rule = {
  id: 'C043',
  title: "the Collector's own metrics are off",
  severity: 'error',
  why: "Refused, dropped and failed data is only seen in the Collector's own metrics. `address` is ignored since 0.123 and refused since 0.145; two readers on one port do not start.",
  remedy: 'service.telemetry.metrics.readers: [{pull: {exporter: {prometheus: {host: …, port: 8888}}}}], one reader a port.',
  source: 'https://opentelemetry.io/docs/collector/internal-telemetry/',
  check: ({ graph, value, version, versionKnown, deployment }) => {
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
    for (const { path: at } of findReaders(value)) {
      const written = getAt(value, ...at);
      const missing = ['host', 'port'].filter((key) => getAt(written, key) === undefined);
      if (missing.length > 0)
        places.push({ path: at, message: `a reader without ${missing.join(' and ')} stops the Collector when it starts` });
    }
    // Who sends them needs no scrape: charts open the port whatever the readers are.
    const sends = asList(readers).some((reader) => getAt(reader, 'periodic') !== undefined);
    // The Operator brings a reader itself, and what a chart opens depends on more than its values.
    if (deployment?.origin === 'kubernetes' && deployment.ports.includes(standardPort) && getAt(metrics, 'level') !== 'none' && !sends) {
      const open = readers === undefined ? standardReader : findReaders(value).find(({ port }) => port === standardPort);
      if (open === undefined || isLoopback(open.host))
        places.push({
          path: open?.path ?? ['service'],
          severity: 'warning',
          message: `port ${standardPort} is open for a scrape, and the own metrics are ${open === undefined ? 'not there' : 'on localhost only'}`,
        });
    }
    const scraped = findUsed(graph, 'receiver', 'prometheus').flatMap(({ config, path: at }) =>
      [...findScalars(config)]
        .filter(({ value: target }) => /^(localhost|127\.0\.0\.1):8888$/.test(String(target)))
        .map((one) => [...at, ...one.path]),
    );
    const own = findReaders(value).map(({ port }) => port);
    if (scraped[0] !== undefined && Array.isArray(readers) && readers.length > 0 && !own.includes(standardPort))
      places.push({
        path: scraped[0],
        severity: 'warning',
        message: `nothing serves the own metrics on port ${standardPort}, which is scraped here`,
      });
    return places;
  },
};
