import { findBinds } from '../facts/endpoints.ts';
import { isUsed } from '../facts/pipeline-graph.ts';
import type { Rule } from '../rule.ts';

const protocols: Readonly<Record<number, string>> = { 4317: 'grpc', 4318: 'http' };

export const openPortNobodyListens: Rule = {
  id: 'C081',
  title: 'port of OTLP that is open, and nobody listens',
  severity: 'error',
  why: 'Services find the port in the Service and in the container, and their connections are refused: what they send by this protocol is lost.',
  remedy: 'Add the protocol to the otlp receiver, or take the port from Service and container.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/receiver/otlpreceiver/README.md',
  check: ({ graph, complete, deployment, config }) => {
    if (!complete || deployment?.origin !== 'kubernetes') return [];
    const otlp = graph.components.filter(
      (component) => component.type === 'otlp' && component.kind === 'receiver' && isUsed(graph, component),
    );
    const [receiver] = otlp;
    // Another receiver, or an extension, may listen on the port.
    const taken = graph.components.flatMap(findBinds).map(({ port }) => port);
    const text = JSON.stringify(config.value);
    // The port may come from a variable, and is not known then.
    if (receiver === undefined || otlp.flatMap(findBinds).some(({ port }) => port === undefined)) return [];
    return Object.entries(protocols)
      .filter(([port]) => deployment.ports.includes(Number(port)) && !taken.includes(Number(port)) && !text.includes(`:${port}`))
      .map(([port, protocol]) => ({
        path: [...receiver.path, 'protocols'],
        message: `port ${port} is open, and "${receiver.id}" does not listen on it (protocols.${protocol})`,
      }));
  },
};
