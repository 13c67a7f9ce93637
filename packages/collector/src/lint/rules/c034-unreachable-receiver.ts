import { findBinds, hasBadPort, isLoopback } from '../facts/endpoints.ts';
import type { LintInput } from '../facts/lint-input.ts';
import { isUsed } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';
import { asString, getAt } from '../source/value-path.ts';

export const unreachableReceiver: Rule = {
  id: 'C034',
  title: 'receiver that nobody can reach',
  severity: 'error',
  why: 'Receivers listen on localhost by default since 0.110. In a pod nothing outside of it gets through, though the port is open in the Service.',
  remedy: 'Write endpoint: ${env:MY_POD_IP}:4317 (status.podIP).',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/issues/10548',
  check: (input) => [...findBadPorts(input), ...findOnLocalhost(input)],
};

/** Finds ports that no Collector can open. `otelcol validate` does not check them. */
function findBadPorts({ graph, value }: LintInput): readonly Place[] {
  return graph.components
    .filter((component) => component.kind === 'extension' || isUsed(graph, component))
    .flatMap(findBinds)
    .flatMap(({ path }) => {
      const address = asString(getAt(value, ...path));
      return address !== undefined && hasBadPort(address) ? [{ path, message: `"${address}" has no port that can be opened` }] : [];
    });
}

function findOnLocalhost({ graph, deployment }: LintInput): readonly Place[] {
  if (deployment === undefined || deployment.mode === 'sidecar') return [];
  return graph.components
    .filter((component) => component.kind === 'receiver' && isUsed(graph, component))
    .flatMap((component) => findBinds(component).map((bind) => ({ ...bind, id: component.id })))
    .filter(({ host, port }) => {
      if (!isLoopback(host) || port === undefined) return false;
      // The Operator opens a port of the Service for every receiver, and it fills in an endpoint that is missing.
      if (deployment.origin === 'operator') return host !== undefined;
      return deployment.ports.includes(port);
    })
    .map(({ id, path, port }) => ({ path, message: `"${id}" listens on localhost:${port ?? ''}, and the port is open for others` }));
}
