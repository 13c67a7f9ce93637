import type { Path } from '@plinth/findings';
import { compareVersions } from '../../catalogue/version.ts';
import type { Place, Rule } from '../rule.ts';
import { getAt } from '../source/value-path.ts';

interface Removal {
  readonly path: Path;
  readonly since: string;
  readonly instead: string;
  /** The new key. Absent: no new key means the same. */
  readonly rename?: string;
}

const removals: readonly Removal[] = [
  { path: ['batcher'], since: '0.130.0', instead: 'sending_queue.batch' },
  { path: ['sending_queue', 'blocking'], since: '0.129.0', instead: 'sending_queue.block_on_overflow', rename: 'block_on_overflow' },
  { path: ['sending_queue', 'batch', 'min_size_items'], since: '0.123.0', instead: 'min_size', rename: 'min_size' },
  { path: ['sending_queue', 'batch', 'max_size_items'], since: '0.123.0', instead: 'max_size', rename: 'max_size' },
];

export const removedQueueKeys: Rule = {
  id: 'C059',
  title: 'removed key of an exporter queue',
  severity: 'error',
  why: 'The key is unknown to this version: the Collector does not start.',
  remedy: 'Use what replaced it: sending_queue.batch, block_on_overflow, min_size, max_size.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/CHANGELOG.md',
  check: ({ graph, version, versionKnown, config: document }) =>
    graph.components
      .filter(({ kind }) => kind === 'exporter')
      .flatMap(({ config, path }): Place[] =>
        removals
          .filter((removal) => compareVersions(version, removal.since) >= 0 && getAt(config, ...removal.path) !== undefined)
          .map((removal): Place => {
            const at = [...path, ...removal.path];
            const free = removal.rename !== undefined && getAt(config, ...removal.path.slice(0, -1), removal.rename) === undefined;
            return {
              path: at,
              // The config may be meant for an older Collector.
              severity: versionKnown ? 'error' : 'warning',
              message: `${removal.path.join('.')} was removed in ${removal.since}; use ${removal.instead}`,
              fixes: free && removal.rename !== undefined ? [document.replaceKey(at, removal.rename)] : [],
            };
          }),
      ),
};
