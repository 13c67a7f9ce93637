import { findBinds, findReaders, isEverywhere } from '../facts/endpoints.ts';
import { isUsed } from '../facts/pipeline-graph.ts';
import type { Rule } from '../rule.ts';

export const bindEverywhere: Rule = {
  id: 'C033',
  title: 'listens on every interface',
  severity: 'warning',
  why: 'The port is open on every network the machine is in; whoever reaches it can write telemetry or exhaust the Collector.',
  remedy: 'Bind to localhost, or in a pod to ${env:MY_POD_IP} (status.podIP).',
  source: 'https://opentelemetry.io/docs/security/config-best-practices/',
  check: ({ graph, value }) => [
    ...graph.components
      .filter((component) => component.kind !== 'exporter' && isUsed(graph, component))
      // pprof and zpages have a rule of their own.
      .filter(({ type }) => type !== 'pprof' && type !== 'zpages')
      .flatMap((component) => findBinds(component).map((bind) => ({ ...bind, id: component.id })))
      .filter(({ host }) => host !== undefined && isEverywhere(host))
      .map(({ id, path, port }) => ({ path, message: `"${id}" listens on every interface${port === undefined ? '' : `, port ${port}`}` })),
    ...findReaders(value)
      .filter(({ host }) => host !== undefined && isEverywhere(host))
      .map(({ path }) => ({ path: [...path, 'host'], message: "the Collector's own metrics are served on every interface" })),
  ],
};
