import { compareVersions } from '../../catalogue/version.ts';
import type { Place, Rule } from '../rule.ts';

interface Renaming {
  readonly pattern: RegExp;
  readonly since: string;
  readonly instead: string;
}

const renamings: readonly Renaming[] = [
  {
    pattern: /\botelcol_processor_(?:refused|accepted)_(?:spans|metric_points|log_records)\w*/,
    since: '0.155.0',
    instead: 'otelcol_processor_memory_limiter_…',
  },
  {
    pattern: /\botelcol_processor_dropped_(?:spans|metric_points|log_records)\w*/,
    since: '0.155.0',
    instead: 'otelcol_processor_memory_limiter_… or the counters of the filter and sampling processors',
  },
];

export const renamedOwnMetrics: Rule = {
  id: 'C060',
  title: 'alert on a metric that the Collector no longer has',
  severity: 'warning',
  why: 'The own metrics were renamed. An expression over the old name returns nothing, so its alert never fires.',
  remedy: 'Use the new name; keep both with `or` while versions are mixed.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/CHANGELOG.md',
  check: ({ expressions, version }) =>
    expressions.flatMap(({ document, path, text }): Place[] =>
      renamings
        .filter(({ since }) => compareVersions(version, since) >= 0)
        .flatMap(({ pattern, since, instead }): Place[] => {
          const name = pattern.exec(text)?.[0];
          return name === undefined ? [] : [{ document, path, message: `${name} is gone since ${since}; use ${instead}` }];
        }),
    ),
};
