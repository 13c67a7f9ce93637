import { findTargets, isLoopback, readHost } from '../facts/endpoints.ts';
import { findUsed, isUsed, type PipelineGraph } from '../facts/pipeline-graph.ts';
import { readsPodLogs } from '../facts/pod-logs.ts';
import type { Rule } from '../rule.ts';
import { asString } from '../source/value-path.ts';

export const nodeReceivers: Rule = {
  id: 'C049',
  title: 'node receiver outside of a DaemonSet',
  severity: 'error',
  why: 'It sees the one node that the pod happens to be on: all others are missing, and nothing says so.',
  remedy: 'Run it in a DaemonSet.',
  source: 'https://opentelemetry.io/docs/platforms/kubernetes/collector/components/',
  check: ({ graph, deployment }) => {
    if (deployment?.mode !== 'deployment' && deployment?.mode !== 'statefulset') return [];
    return findUsed(graph, 'receiver', 'kubelet_stats', 'host_metrics', 'file_log')
      .filter((component) => {
        if (component.type === 'file_log') return readsPodLogs(component);
        // A user who writes a fixed address means that one node.
        return component.type !== 'kubelet_stats' || /NODE/.test(asString(component.config['endpoint']) ?? 'NODE');
      })
      .map(({ id, path }) => ({
        path,
        // Everything is in one pod, so there may be no second node.
        ...(sendsWithinPod(graph) && { severity: 'warning' as const }),
        message: `"${id}" sees one node only in a ${deployment.mode ?? 'workload'}`,
      }));
  },
};

function sendsWithinPod(graph: PipelineGraph): boolean {
  const exporters = graph.components.filter(
    (component) => component.kind === 'exporter' && component.type !== 'debug' && isUsed(graph, component),
  );
  return (
    exporters.length > 0 &&
    exporters.every((exporter) => {
      const targets = findTargets(exporter);
      return targets.length > 0 && targets.every(({ text }) => isLoopback(readHost(text) ?? text));
    })
  );
}
