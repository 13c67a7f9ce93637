import { findVolume } from '../facts/kubernetes/volumes.ts';
import { isUsed } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';
import { asString, findMappings } from '../source/value-path.ts';

export const certificateReadOnce: Rule = {
  id: 'C077',
  title: 'certificate that is read once',
  severity: 'warning',
  why: 'A Secret that is mounted changes on disk when its certificate is renewed. Without reload_interval the Collector keeps the one that it started with, until that expires and every connection fails.',
  remedy: 'Set reload_interval: 1h beside cert_file, at receivers and at exporters.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/config/configtls/README.md',
  check: ({ graph, deployment }) =>
    deployment === undefined
      ? []
      : graph.components
          .filter((component) => isUsed(graph, component))
          .flatMap(({ id, path: at, config }) =>
            [...findMappings(config)].flatMap(({ path, value }): Place[] => {
              const file = asString(value['cert_file']);
              if (path.at(-1) !== 'tls' || file === undefined || value['reload_interval'] !== undefined) return [];
              if (findVolume(deployment.volumes, file)?.kind !== 'secret') return [];
              return [{ path: [...at, ...path], message: `"${id}" never reads ${file} again` }];
            }),
          ),
};
