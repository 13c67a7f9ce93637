import { isAllowed } from '../facts/kubernetes/access.ts';
import { findUsed } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';
import { asString, getAt, isMapping } from '../source/value-path.ts';

export const loadBalancingResolver: Rule = {
  id: 'C016',
  title: 'load_balancing resolver that cannot see the backends',
  severity: 'error',
  why: 'The dns resolver of a Service with a cluster IP sees one address, not the pods: nothing is balanced. The k8s resolver without the right to watch EndpointSlices sees none.',
  remedy: 'dns: use a headless Service (clusterIP: None). k8s: allow get, list and watch on endpointslices in discovery.k8s.io.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/exporter/loadbalancingexporter/README.md',
  check: ({ graph, services, deployment }) =>
    findUsed(graph, 'exporter', 'load_balancing').flatMap(({ config, path }): Place[] => {
      const places: Place[] = [];
      const hostname = asString(getAt(config, 'resolver', 'dns', 'hostname'));
      const service = services.find(({ name }) => name === hostname?.split('.')[0]);
      if (service !== undefined && !service.headless) {
        places.push({
          path: [...path, 'resolver', 'dns', 'hostname'],
          message: `Service "${service.name}" is not headless: its name resolves to one address`,
        });
      }
      const { rbac } = deployment ?? {};
      if (isMapping(getAt(config, 'resolver', 'k8s')) && rbac !== undefined) {
        const missing = ['get', 'list', 'watch'].filter((verb) => !isAllowed(rbac, 'discovery.k8s.io', 'endpointslices', verb));
        if (missing.length > 0)
          places.push({ path: [...path, 'resolver', 'k8s'], message: `the service account may not ${missing.join(', ')} endpointslices` });
      }
      return places;
    }),
};
