import { findNearestName } from '@plinth/findings';
import type { LintInput } from '../facts/lint-input.ts';
import { findDialled, findLinks, type Dialled, type Link } from '../facts/tiers.ts';
import type { CheckedPlace, TableRule } from '../rule.ts';
import { getAt } from '../source/value-path.ts';

type Check = 'noService' | 'noDomain' | 'noPort' | 'closedPort' | 'noListener';
type Places = CheckedPlace<Check>[];

const clusterDomain = 'cluster.local';

/** Finds a Service that nobody has, in a namespace of the files, under nearly the name of one that is there. */
function checkName({ services }: LintInput, { host, hostPath }: Dialled): Places {
  const [name = '', namespace, svc, ...domain] = host.split('.');
  if (svc !== 'svc' || host.includes('$')) return [];
  const here = services.filter((service) => service.namespace === namespace).map((service) => service.name);
  const nearest = here.includes(name) ? undefined : findNearestName(name, here);
  if (nearest !== undefined)
    return [{ check: 'noService', path: hostPath, message: `no Service is called "${name}"; did you mean "${nearest}"?` }];
  const written = domain.join('.');
  // A cluster may have another domain. It hardly has one that is nearly the usual one.
  if (written === '' || written === clusterDomain || findNearestName(written, [clusterDomain]) === undefined) return [];
  const message = `"svc.${written}" is no domain of a cluster; did you mean "svc.${clusterDomain}"?`;
  return [{ check: 'noDomain', path: hostPath, severity: 'warning', message }];
}

function checkPort({ exporter, hostPath, port }: Dialled): Places {
  const given = exporter.type === 'load_balancing' ? getAt(exporter.config, 'resolver', 'dns', 'port') : undefined;
  if (given === undefined || port !== undefined || String(given).includes('$')) return [];
  return [{ check: 'noPort', path: [...hostPath.slice(0, -1), 'port'], message: `"${String(given)}" is no port` }];
}

/** A headless Service is left out: its clients dial the pods' own ports, and all of these are open. */
function checkServicePort({ exporter, hostPath, port, service }: Link): Places {
  if (port === undefined || service.headless || service.ports.length === 0 || service.ports.includes(port)) return [];
  const message = `"${exporter.id}" dials port ${port}, and Service "${service.name}" opens ${service.ports.join(', ')}`;
  return [{ check: 'closedPort', path: hostPath, message }];
}

function checkListener({ exporter, hostPath, port, service, server, peer }: Link): Places {
  const listens = peer.graph.components.some(({ kind, type }) => kind === 'receiver' && type === 'otlp');
  if (port === undefined || server !== undefined || !listens || !service.headless || peer.deployment?.ports.includes(port) === true)
    return [];
  const message = `"${exporter.id}" dials port ${port}, on which no receiver behind "${service.name}" listens`;
  return [{ check: 'noListener', path: hostPath, message }];
}

const lost = 'Everything waits in the queue until the queue is full, and is lost then.';

export const addressOfATier: TableRule<Check> = {
  id: 'C075',
  title: 'address of a tier that is not there',
  severity: 'error',
  source: 'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/',
  messages: {
    noService: {
      title: 'Service that does not exist',
      why: `The exporter resolves a name that nobody has. ${lost}`,
      remedy: 'Write the name as the Service of the other tier has it: name.namespace.svc.cluster.local.',
    },
    noDomain: {
      title: 'domain that a cluster hardly has',
      why: `The name is not resolved where the cluster has the usual domain. ${lost}`,
      remedy: 'Write svc.cluster.local, or the domain that the cluster has.',
    },
    noPort: {
      title: 'port that is no number',
      why: `The exporter dials an address that does not exist. ${lost}`,
      remedy: 'Write the port as a number from 1 to 65535.',
    },
    closedPort: {
      title: 'port that the Service does not open',
      why: `The exporter dials a port that the Service does not forward. ${lost}`,
      remedy: 'Write a port that the Service opens, or open this one.',
    },
    noListener: {
      title: 'port on which no receiver listens',
      why: `The exporter dials a port of the pods on which nobody listens. ${lost}`,
      remedy: 'Write the port of the otlp receiver of the other tier.',
    },
  },
  check: (input) => [
    ...findDialled(input).flatMap((dialled) => checkName(input, dialled)),
    ...findDialled(input).flatMap(checkPort),
    ...findLinks(input).flatMap(checkServicePort),
    ...findLinks(input).flatMap(checkListener),
  ],
};
