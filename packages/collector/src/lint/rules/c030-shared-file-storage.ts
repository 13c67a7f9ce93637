import { isReplicated } from '../facts/deployment.ts';
import { findVolume } from '../facts/kubernetes/volumes.ts';
import { findUsed } from '../facts/pipeline-graph.ts';
import type { Rule } from '../rule.ts';
import { asString } from '../source/value-path.ts';

export const sharedFileStorage: Rule = {
  id: 'C030',
  title: 'file_storage on the wrong volume',
  severity: 'error',
  why: 'One process locks the directory: on a volume that replicas share, all but one fail to start. On an emptyDir or in the container itself the queue goes away with the pod, when it is needed.',
  remedy: 'Run a StatefulSet with volumeClaimTemplates; on a DaemonSet use a hostPath.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/issues/5894',
  check: ({ graph, deployment }) => {
    if (deployment === undefined) return [];
    return findUsed(graph, 'extension', 'file_storage').flatMap(({ id, config, path }) => {
      const directory = resolveVariables(asString(config['directory']) ?? '/var/lib/otelcol/file_storage', deployment.env);
      // The directory comes from a variable that nothing sets, so the volume is not known.
      if (directory === undefined) return [];
      const volume = findVolume(deployment.volumes, directory);
      if (volume === undefined) {
        if (deployment.origin !== 'kubernetes') return [];
        return [{ path, severity: 'warning' as const, message: `"${id}" writes to ${directory} in the container itself` }];
      }
      // A sidecar lives as long as its pod, and has no volume of its own to keep a queue on.
      if (volume.kind === 'emptyDir' && deployment.mode !== 'sidecar')
        return [{ path, severity: 'warning' as const, message: `"${id}" writes to ${directory}, an emptyDir` }];
      if ((volume.kind === 'claim' || volume.kind === 'hostPath') && isReplicated(deployment))
        return [{ path, message: `the replicas share ${directory} of "${id}"` }];
      return [];
    });
  },
};

function resolveVariables(text: string, env: ReadonlyMap<string, string | undefined>): string | undefined {
  let known = true;
  const resolved = text.replaceAll(/\$\{(?:env:)?([A-Za-z_]\w*)(?::-([^}]*))?\}/g, (_match, name: string, fallback?: string) => {
    const value = env.get(name) ?? fallback;
    known &&= value !== undefined;
    return value ?? '';
  });
  return known ? resolved : undefined;
}
