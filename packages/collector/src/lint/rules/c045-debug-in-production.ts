import { findUsed } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';
import { getAt } from '../source/value-path.ts';

export const debugInProduction: Rule = {
  id: 'C045',
  title: 'debug output in production',
  severity: 'warning',
  why: 'verbosity: detailed prints every record with all attributes: personal data ends in the container log, and printing costs more than exporting.',
  remedy: 'Remove the debug exporter, or use verbosity: basic; service.telemetry.logs.level: info.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/exporter/debugexporter/README.md',
  check: ({ graph, value }, { environment }) => {
    if (environment !== 'production') return [];
    const places: Place[] = findUsed(graph, 'exporter', 'debug')
      .filter(({ config }) => config['verbosity'] === 'detailed')
      .map(({ id, path }) => ({ path: [...path, 'verbosity'], message: `"${id}" prints every record` }));
    if (String(getAt(value, 'service', 'telemetry', 'logs', 'level')).toLowerCase() === 'debug') {
      places.push({ path: ['service', 'telemetry', 'logs', 'level'], message: 'the Collector logs at level debug' });
    }
    return places;
  },
};
