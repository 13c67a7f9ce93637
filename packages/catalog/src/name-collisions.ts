// No two metrics may share a name, not even where only Prometheus sees it: `a.b` and `a_b`, or a counter beside its own `_total`.
import { buildProblem, renderArrived, type CatalogProblem } from './errors.ts';
import type { InstrumentType } from './instrument-type.ts';
import { buildPrometheusName } from './prometheus-name.ts';
import { standardMetrics } from './standard-metrics.ts';

/** A metric that takes names: one of `metrics`, the counter of an event, or a measure. */
export interface NameClaim {
  readonly path: string;
  readonly name: string;
  readonly unit: string;
  readonly type: InstrumentType;
}

/**
 * Samples of a metric family by type, and the family itself.
 * Source: https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md#suffixes
 */
const sampleSuffixes: Readonly<Record<InstrumentType, readonly string[]>> = {
  counter: ['', '_total', '_created'],
  histogram: ['', '_bucket', '_count', '_sum', '_created'],
  gauge: [''],
  updowncounter: [''],
};

type Owners = Map<string, string>;

/** Checks the names of a definition against each other and against the standard metrics. */
export function checkCollisions(claims: readonly NameClaim[]): CatalogProblem[] {
  const names: Owners = new Map();
  const samples: Owners = new Map();
  for (const { name, prometheusName, type } of Object.values(standardMetrics)) {
    claim(names, [name], `the standard metric ${name}`);
    claim(samples, listSamples(prometheusName, type), `the standard metric ${name}`);
  }
  return claims.flatMap(({ path, name, unit, type }) => {
    const takenName = claim(names, [name], path);
    const takenSample = claim(samples, listSamples(buildPrometheusName({ name, unit, type }), type), path);
    const arrived = takenSample ?? takenName;
    return arrived === undefined ? [] : [buildProblem('catalog.name_collision', path, arrived)];
  });
}

/** Takes the names for `path`; tells of the first that is taken already. */
function claim(owners: Owners, names: readonly string[], path: string): string | undefined {
  const taken = names.find((name) => owners.has(name));
  for (const name of names) if (!owners.has(name)) owners.set(name, path);
  return taken === undefined ? undefined : `${renderArrived(taken)}, which ${owners.get(taken)} has`;
}

function listSamples(prometheusName: string, type: InstrumentType): string[] {
  const family = type === 'counter' ? prometheusName.replace(/_total$/, '') : prometheusName;
  return sampleSuffixes[type].map((suffix) => `${family}${suffix}`);
}
