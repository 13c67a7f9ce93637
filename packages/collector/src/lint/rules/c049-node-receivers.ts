import { findTargets, isLoopback, readHost } from '../endpoints.ts';
import { findUsed, type Component, type PipelineGraph } from '../pipeline-graph.ts';
import { readsPodLogs } from '../pod-logs.ts';
import type { Rule } from '../rule.ts';
import { asString } from '../value-path.ts';

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
        // A fixed address is meant.
        return component.type !== 'kubelet_stats' || /NODE/.test(asString(component.config['endpoint']) ?? 'NODE');
      })
      .map((component) => ({
        path: component.path,
        // All in one pod: nothing says that there is a second node.
        ...(sendsWithinPod(graph, component) && { severity: 'warning' as const }),
        message: `"${component.id}" sees one node only in a ${deployment.mode ?? 'workload'}`,
      }));
  },
};

function sendsWithinPod({ pipelines }: PipelineGraph, receiver: Component): boolean {
  const exporters = pipelines
    .filter(({ receivers }) => receivers.some(({ component }) => component === receiver))
    .flatMap((pipeline) => pipeline.exporters);
  return exporters.every(({ component }) => {
    const targets = component === undefined ? [] : findTargets(component);
    return targets.length > 0 && targets.every(({ text }) => isLoopback(readHost(text) ?? text));
  });
}
