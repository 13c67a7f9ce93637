import { findBinds, isLoopback } from '../facts/endpoints.ts';
import type { Rule } from '../rule.ts';

export const profilingEndpoints: Rule = {
  id: 'C064',
  title: 'pprof or zpages within reach of others',
  severity: 'warning',
  why: 'pprof hands out memory contents and can be made to burn a CPU; zpages show spans. Neither asks who is there.',
  remedy: 'Leave them on localhost and forward a port when needed; keep them out of production.',
  source: 'https://opentelemetry.io/docs/security/config-best-practices/',
  check: ({ graph }, { environment }) =>
    graph.extensions.flatMap(({ type, id, component }) => {
      if (component === undefined || (type !== 'pprof' && type !== 'zpages')) return [];
      return findBinds(component)
        .filter(({ host }) => !isLoopback(host) || environment === 'production')
        .map(({ host, path }) => ({
          path,
          message: isLoopback(host) ? `"${id}" is on in production` : `"${id}" is reachable from outside`,
        }));
    }),
};
