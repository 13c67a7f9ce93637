import { compareVersions } from '../../catalogue/version.ts';
import { findReaders, isLoopback } from '../facts/endpoints.ts';
import type { LintInput } from '../facts/lint-input.ts';
import { findUsed } from '../facts/pipeline-graph.ts';
import type { CheckedPlace, TableRule } from '../rule.ts';
import { asList, findScalars, getAt } from '../source/value-path.ts';

type Check = 'off' | 'address' | 'noReader' | 'samePort' | 'incomplete' | 'unreachable' | 'notServed';
type Places = CheckedPlace<Check>[];

/** Where the own metrics are by default, on localhost. */
const standardPort = 8888;
const standardReader = { path: ['service'], host: 'localhost' };

const metricsPath = ['service', 'telemetry', 'metrics'];

function checkLevel({ value }: LintInput): Places {
  if (getAt(value, ...metricsPath, 'level') !== 'none') return [];
  const path = [...metricsPath, 'level'];
  return [{ check: 'off', path, severity: 'warning', message: 'level: none turns the own metrics off' }];
}

function checkAddress({ value, version, versionKnown }: LintInput): Places {
  if (getAt(value, ...metricsPath, 'address') === undefined || compareVersions(version, '0.123.0') < 0) return [];
  const verdict = compareVersions(version, '0.145.0') >= 0 ? 'refused' : 'ignored';
  return [
    {
      check: 'address',
      path: [...metricsPath, 'address'],
      // The config may be meant for an older Collector.
      severity: versionKnown ? 'error' : 'warning',
      message: `address is ${verdict} by Collector ${version}`,
    },
  ];
}

function checkReaders({ value }: LintInput): Places {
  const readers = getAt(value, ...metricsPath, 'readers');
  if (Array.isArray(readers) && readers.length === 0) {
    const path = [...metricsPath, 'readers'];
    return [{ check: 'noReader', path, severity: 'warning', message: 'no reader: nobody can read the own metrics' }];
  }
  const found = findReaders(value);
  const ports = found.map(({ port }) => port);
  return found.flatMap(({ path, port }, index): Places => {
    const taken = port !== undefined && ports.indexOf(port) < index;
    const missing = ['host', 'port'].filter((key) => getAt(value, ...path, key) === undefined);
    return [
      ...(taken ? [{ check: 'samePort', path, message: `two readers on port ${port}` } as const] : []),
      ...(missing.length > 0
        ? [{ check: 'incomplete', path, message: `a reader without ${missing.join(' and ')} stops the Collector when it starts` } as const]
        : []),
    ];
  });
}

/** The Operator brings a reader itself, and what a chart opens depends on more than its values. */
function checkOpenPort({ value, deployment }: LintInput): Places {
  const metrics = getAt(value, ...metricsPath);
  const readers = getAt(metrics, 'readers');
  // Metrics that are sent need no scrape. Charts open the port whatever the readers are.
  const sends = asList(readers).some((reader) => getAt(reader, 'periodic') !== undefined);
  if (deployment?.origin !== 'kubernetes' || !deployment.ports.includes(standardPort)) return [];
  if (getAt(metrics, 'level') === 'none' || sends) return [];
  const open = readers === undefined ? standardReader : findReaders(value).find(({ port }) => port === standardPort);
  if (open !== undefined && !isLoopback(open.host)) return [];
  const where = open === undefined ? 'not there' : 'on localhost only';
  return [
    {
      check: 'unreachable',
      path: open?.path ?? ['service'],
      severity: 'warning',
      message: `port ${standardPort} is open for a scrape, and the own metrics are ${where}`,
    },
  ];
}

function checkOwnScrape({ graph, value }: LintInput): Places {
  const readers = asList(getAt(value, ...metricsPath, 'readers'));
  if (readers.length === 0 || findReaders(value).some(({ port }) => port === standardPort)) return [];
  const [scraped] = findUsed(graph, 'receiver', 'prometheus').flatMap(({ config, path }) =>
    [...findScalars(config)]
      .filter(({ value: target }) => /^(localhost|127\.0\.0\.1):8888$/.test(String(target)))
      .map((target) => [...path, ...target.path]),
  );
  if (scraped === undefined) return [];
  const message = `nothing serves the own metrics on port ${standardPort}, which is scraped here`;
  return [{ check: 'notServed', path: scraped, severity: 'warning', message }];
}

const onlyThere = "Refused, dropped and failed data is only seen in the Collector's own metrics.";
const oneReader = 'service.telemetry.metrics.readers: [{pull: {exporter: {prometheus: {host: …, port: 8888}}}}].';

export const ownMetrics: TableRule<Check> = {
  id: 'C043',
  title: "the Collector's own metrics are off",
  severity: 'error',
  source: 'https://opentelemetry.io/docs/collector/internal-telemetry/',
  messages: {
    off: { title: 'own metrics that are turned off', why: onlyThere, remedy: 'Remove level: none.' },
    address: {
      title: 'address that is not read',
      why: 'The Collector ignores address since 0.123, and refuses it since 0.145.',
      remedy: `Write ${oneReader}`,
    },
    noReader: { title: 'own metrics without a reader', why: onlyThere, remedy: `Write ${oneReader}` },
    samePort: {
      title: 'two readers on one port',
      why: 'The second reader cannot listen, so the Collector does not start.',
      remedy: 'Give each reader a port of its own.',
    },
    incomplete: {
      title: 'reader without host or port',
      why: 'A reader has no defaults for them, so the Collector does not start.',
      remedy: `Write both: ${oneReader}`,
    },
    unreachable: {
      title: 'open port without own metrics',
      why: `The scrape of the open port fails. ${onlyThere}`,
      remedy: 'Serve the own metrics on the open port, on the address of the pod: {host: ${env:MY_POD_IP}, port: 8888}.',
    },
    notServed: {
      title: 'scrape of a port that no reader has',
      why: `The scrape finds nobody on this port. ${onlyThere}`,
      remedy: 'Scrape the port of the reader, or give the reader this port.',
    },
  },
  check: (input) => [checkLevel, checkAddress, checkReaders, checkOpenPort, checkOwnScrape].flatMap((check) => check(input)),
};
