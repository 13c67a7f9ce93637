import { findUsed } from '../facts/pipeline-graph.ts';
import type { Rule } from '../rule.ts';
import { getAt } from '../source/value-path.ts';

export const stickyConnections: Rule = {
  id: 'C053',
  title: 'gRPC connections that outlive scaling',
  severity: 'warning',
  why: 'A gRPC connection stays on the pod it was opened to. New replicas get nothing until clients reconnect: the autoscaler adds pods that stay idle.',
  remedy: 'Set protocols.grpc.keepalive.server_parameters.max_connection_age: 2m (and max_connection_age_grace).',
  source: 'https://opentelemetry.io/docs/collector/scaling/',
  check: ({ graph, deployment }) => {
    if (deployment?.autoscaled !== true || deployment.mode === 'daemonset' || deployment.mode === 'sidecar') return [];
    return findUsed(graph, 'receiver', 'otlp')
      .filter(
        ({ config }) =>
          getAt(config, 'protocols', 'grpc') !== undefined &&
          getAt(config, 'protocols', 'grpc', 'keepalive', 'server_parameters', 'max_connection_age') === undefined,
      )
      .map(({ id, path }) => ({
        path: [...path, 'protocols', 'grpc'],
        message: `"${id}" keeps gRPC connections for ever, and the workload scales`,
      }));
  },
};
