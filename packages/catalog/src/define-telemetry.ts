// A service's own catalog: checked whole, then built and frozen.
import { CatalogError, type CatalogProblem } from './errors.ts';
import { buildEvent, eventUnit } from './event-definition.ts';
import { checkEvent } from './event-rules.ts';
import { freezeDeep } from './frozen.ts';
import { instrumentTypes, type InstrumentType } from './instrument-type.ts';
import { buildMetric } from './metric-definition.ts';
import { checkMetric } from './metric-rules.ts';
import { checkCollisions, type NameClaim } from './name-collisions.ts';
import { isDottedName } from './naming-rules.ts';
import type { CheckedInput } from './compiled-rules.ts';
import { buildPath, checkEntries, checkObject, isPlainObject, readProperty, type PlainObject } from './shape.ts';
import type { CatalogOf, TelemetryCatalog, TelemetryInput } from './telemetry-catalog.ts';

/**
 * Defines a service's own metrics and business events.
 *
 * Names are OpenTelemetry's: lower case, dotted, without unit and without `total`. Prometheus names are derived from them.
 * An event is counted by a counter of its name, in `{event}`; its `measures` are histograms of its number fields.
 * The literal types of `definition` are kept, so `MetricLabels` and `EventFields` know every label value and field.
 * The compiler refuses what a type can tell (`CheckedInput`); the start refuses that too, and all the rest.
 *
 * @throws CatalogError with every problem of the definition, each with its path.
 */
export function defineTelemetry<const Input extends TelemetryInput>(definition: Input & CheckedInput<Input>): CatalogOf<Input> {
  const problems = checkTelemetry(definition);
  if (problems.length > 0) throw new CatalogError(problems);
  // The compiler cannot follow the names through Object.entries; the type tests and the tests of the values hold them together.
  return freezeDeep(buildTelemetry(definition)) as unknown as CatalogOf<Input>;
}

function checkTelemetry(definition: unknown): CatalogProblem[] {
  const shape = checkObject(definition, '', ['metrics', 'events']);
  if (!isPlainObject(definition)) return shape.map((problem) => ({ ...problem, path: 'definition' }));
  const metrics = readProperty(definition, 'metrics');
  const events = readProperty(definition, 'events');
  return [
    ...shape,
    ...checkEntries(metrics, 'metrics', checkMetric),
    ...checkEntries(events, 'events', checkEvent),
    ...checkCollisions([...listMetricClaims(metrics), ...listEventClaims(events)]),
  ];
}

function listMetricClaims(metrics: unknown): NameClaim[] {
  return listObjects(metrics, 'metrics').flatMap(({ key, entry, path }) =>
    listClaim(path, key, readProperty(entry, 'unit'), readProperty(entry, 'type')),
  );
}

function listEventClaims(events: unknown): NameClaim[] {
  return listObjects(events, 'events').flatMap(({ key, entry, path }) => [
    ...listClaim(path, key, eventUnit, 'counter'),
    ...listObjects(readProperty(entry, 'measures'), buildPath(path, 'measures')).flatMap((measure) =>
      listClaim(buildPath(measure.path, 'name'), readProperty(measure.entry, 'name'), readProperty(measure.entry, 'unit'), 'histogram'),
    ),
  ]);
}

/** The claim of a metric that can be named; the others have a problem of their own already. */
function listClaim(path: string, name: unknown, unit: unknown, type: unknown): NameClaim[] {
  return isDottedName(name) && typeof unit === 'string' && isInstrumentType(type) ? [{ path, name, unit, type }] : [];
}

function isInstrumentType(type: unknown): type is InstrumentType {
  return typeof type === 'string' && instrumentTypes.includes(type);
}

function listObjects(value: unknown, parent: string): { key: string; entry: PlainObject; path: string }[] {
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) => (isPlainObject(entry) ? [{ key, entry, path: buildPath(parent, key) }] : []));
}

function buildTelemetry({ metrics = {}, events = {} }: TelemetryInput): TelemetryCatalog {
  return {
    metrics: Object.fromEntries(Object.entries(metrics).map(([name, input]) => [name, buildMetric(name, input)])),
    events: Object.fromEntries(Object.entries(events).map(([name, input]) => [name, buildEvent(name, input)])),
  };
}
