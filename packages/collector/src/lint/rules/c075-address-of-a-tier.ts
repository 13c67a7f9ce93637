import { findNearestName } from '@plinth/findings';
import type { Place, Rule } from '../rule.ts';
import type { Dialled } from '../facts/tiers.ts';
import { findDialled, findLinks } from '../facts/tiers.ts';
import type { LintInput } from '../facts/lint-input.ts';
import { getAt } from '../source/value-path.ts';

const clusterDomain = 'cluster.local';

/** A Service that nobody has, in a namespace of the files, under nearly the name of one that is there. */
function findMisspelt({ services }: LintInput, { host, hostPath }: Dialled): Place[] {
  const [name = '', namespace, svc, ...domain] = host.split('.');
  if (svc !== 'svc' || host.includes('$')) return [];
  const here = services.filter((service) => service.namespace === namespace).map((service) => service.name);
  const nearest = here.includes(name) ? undefined : findNearestName(name, here);
  if (nearest !== undefined) return [{ path: hostPath, message: `no Service is called "${name}"; did you mean "${nearest}"?` }];
  const written = domain.join('.');
  // Clusters may have another domain, but hardly one that is nearly this.
  if (written === '' || written === clusterDomain || findNearestName(written, [clusterDomain]) === undefined) return [];
  return [
    { path: hostPath, severity: 'warning', message: `"svc.${written}" is no domain of a cluster; did you mean "svc.${clusterDomain}"?` },
  ];
}

export const addressOfATier: Rule = {
  id: 'C075',
  title: 'address of a tier that is not there',
  severity: 'error',
  why: 'The exporter resolves a name that nobody has, or dials a port that the Service does not open: everything waits in the queue until it is full, and is lost then.',
  remedy: 'Write name and port as the Service of the other tier has them: name.namespace.svc.cluster.local.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/',
  check: (input) => [
    ...findDialled(input).flatMap((dialled) => findMisspelt(input, dialled)),
    ...findDialled(input).flatMap(({ exporter, hostPath, port }): Place[] => {
      const given = exporter.type === 'load_balancing' ? getAt(exporter.config, 'resolver', 'dns', 'port') : undefined;
      if (given === undefined || port !== undefined || String(given).includes('$')) return [];
      return [{ path: [...hostPath.slice(0, -1), 'port'], message: `"${String(given)}" is no port` }];
    }),
    ...findLinks(input).flatMap(({ exporter, hostPath, port, service }): Place[] => {
      // Of a headless Service the pods' own ports are dialled, and all of them are open.
      if (port === undefined || service.headless || service.ports.length === 0 || service.ports.includes(port)) return [];
      return [
        { path: hostPath, message: `"${exporter.id}" dials port ${port}, and Service "${service.name}" opens ${service.ports.join(', ')}` },
      ];
    }),
    ...findLinks(input).flatMap(({ exporter, hostPath, port, service, server, peer }): Place[] => {
      const listens = peer.graph.components.some(({ kind, type }) => kind === 'receiver' && type === 'otlp');
      if (port === undefined || server !== undefined || !listens || !service.headless || peer.deployment?.ports.includes(port) === true)
        return [];
      return [{ path: hostPath, message: `"${exporter.id}" dials port ${port}, on which no receiver behind "${service.name}" listens` }];
    }),
  ],
};
