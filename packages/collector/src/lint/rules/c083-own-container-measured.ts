import { findUsed } from '../facts/pipeline-graph.ts';
import type { Rule } from '../rule.ts';

export const ownContainerMeasured: Rule = {
  id: 'C083',
  title: 'host_metrics of the container in the place of the node',
  severity: 'warning',
  why: 'The files of the node are mounted, and nothing reads them: file systems, network and processes are those of the container, under the name of the node.',
  remedy: 'Set root_path to where / of the node is mounted: root_path: /mnt.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/receiver/hostmetricsreceiver/README.md',
  check: ({ graph, deployment, complete }) => {
    const node = deployment?.volumes.find(({ kind, hostPath }) => kind === 'hostPath' && hostPath === '/');
    if (node === undefined || !complete || deployment?.env.has('HOST_PROC') === true) return [];
    return findUsed(graph, 'receiver', 'host_metrics')
      .filter(({ config }) => config['root_path'] === undefined)
      .map(({ id, path }) => ({ path, message: `"${id}" does not look at ${node.mountPath}, where the node is: root_path` }));
  },
};
