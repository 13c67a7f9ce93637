import { parseGoDuration } from '../facts/go-duration.ts';
import { isHighCardinality } from '../facts/high-cardinality.ts';
import { findUsed } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';
import { asList, asString, getAt } from '../source/value-path.ts';

export const spanMetricsCardinality: Rule = {
  id: 'C021',
  title: 'span_metrics without bounds',
  severity: 'warning',
  why: 'Each combination of dimensions is a series that stays in memory and is sent again and again. Without a limit and an expiration one bad span name fills the Collector and the backend.',
  remedy: 'Set aggregation_cardinality_limit and metrics_expiration; use http.route in the place of URLs and ids.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/issues/21290',
  check: ({ graph }) =>
    findUsed(graph, 'connector', 'span_metrics').flatMap(({ id, config, path }): Place[] => {
      const missing: string[] = [];
      const limit = config['aggregation_cardinality_limit'];
      if (limit === undefined || limit === 0) missing.push('aggregation_cardinality_limit');
      const expires = ['metrics_expiration', 'series_expiration'].some(
        (key) => config[key] !== undefined && parseGoDuration(config[key]) !== 0,
      );
      if (!expires && config['aggregation_temporality'] !== 'AGGREGATION_TEMPORALITY_DELTA') missing.push('metrics_expiration');
      const places: Place[] = missing.length === 0 ? [] : [{ path, message: `"${id}" has no ${missing.join(' and no ')}` }];
      for (const key of ['dimensions', 'calls_dimensions', 'histogram.dimensions', 'events.dimensions']) {
        const at = key.split('.');
        for (const [index, dimension] of asList(getAt(config, ...at)).entries()) {
          const name = asString(getAt(dimension, 'name'));
          if (isHighCardinality(name))
            places.push({ path: [...path, ...at, index, 'name'], message: `dimension "${name}" has a value for each request` });
        }
      }
      return places;
    }),
};
