// What differs between two catalogs of a service, and which differences break somebody: a dashboard, an alert, a query, a promise about data.
import type { DataClass, EventDefinition, FieldDefinition, LabelDefinition, MetricDefinition, TelemetryCatalog } from '@plinth/catalog';

export interface CatalogChange {
  /** Whether queries, alerts or what was said about data no longer hold. */
  readonly breaking: boolean;
  /** `metrics["order.value"].labels.currency` */
  readonly path: string;
  /** What was there, and what is there now. */
  readonly message: string;
}

/** Every difference, by path. Help, owner and level of a log record are no differences: nothing depends on them. */
export function findCatalogChanges(before: TelemetryCatalog, after: TelemetryCatalog): readonly CatalogChange[] {
  return [...compareMetrics(before.metrics, after.metrics), ...compareEvents(before.events, after.events)].toSorted((left, right) =>
    left.path < right.path ? -1 : Number(left.path > right.path),
  );
}

type Metrics = TelemetryCatalog['metrics'];
type Events = TelemetryCatalog['events'];

function compareMetrics(before: Metrics, after: Metrics): CatalogChange[] {
  return compareNamed(before, after, {
    place: (name) => `metrics["${name}"]`,
    isSame: (left, right) => shapeOf(left) === shapeOf(right),
    compare: compareMetric,
  });
}

function compareEvents(before: Events, after: Events): CatalogChange[] {
  return compareNamed(before, after, {
    place: (name) => `events["${name}"]`,
    isSame: (left, right) => JSON.stringify([left.fields, left.counter.labels]) === JSON.stringify([right.fields, right.counter.labels]),
    compare: compareEvent,
  });
}

interface Comparison<Definition> {
  readonly place: (name: string) => string;
  /** Tells whether two definitions differ by no more than their name. */
  readonly isSame: (left: Definition, right: Definition) => boolean;
  readonly compare: (path: string, before: Definition, after: Definition) => readonly CatalogChange[];
}

/** A definition that is gone was renamed where a new one differs from it by the name alone. */
function compareNamed<Definition>(
  before: Readonly<Record<string, Definition>>,
  after: Readonly<Record<string, Definition>>,
  { place, isSame, compare }: Comparison<Definition>,
): CatalogChange[] {
  const added = new Map(Object.entries(after).filter(([name]) => before[name] === undefined));
  const changes = Object.entries(before).flatMap(([name, old]): readonly CatalogChange[] => {
    const now = after[name];
    if (now !== undefined) return compare(place(name), old, now);
    const [renamed] = [...added].find(([, candidate]) => isSame(old, candidate)) ?? [];
    if (renamed === undefined) return [{ breaking: true, path: place(name), message: 'was removed' }];
    added.delete(renamed);
    return [{ breaking: true, path: place(name), message: `was renamed to ${renamed}` }];
  });
  return [...changes, ...[...added.keys()].map((name) => ({ breaking: false, path: place(name), message: 'was added' }))];
}

function shapeOf({ type, unit, labels, buckets }: MetricDefinition): string {
  return JSON.stringify([type, unit, labels, buckets]);
}

function compareMetric(path: string, before: MetricDefinition, after: MetricDefinition): CatalogChange[] {
  const bounds = after.buckets;
  const gone = before.buckets?.filter((bound) => bounds !== undefined && !bounds.includes(bound)) ?? [];
  return [
    ...compareValue(`${path}.type`, before.type, after.type),
    ...compareValue(`${path}.unit`, before.unit, after.unit),
    ...compareLabels(`${path}.labels`, before.labels, after.labels),
    ...(before.buckets !== undefined && bounds === undefined
      ? [{ breaking: true, path: `${path}.buckets`, message: 'were removed: the bounds are other ones now' }]
      : []),
    ...(gone.length > 0 ? [{ breaking: true, path: `${path}.buckets`, message: `lost ${gone.join(', ')}` }] : []),
    ...(before.buckets === undefined && bounds !== undefined
      ? [{ breaking: true, path: `${path}.buckets`, message: `are ${bounds.join(', ')} now: the bounds were other ones` }]
      : []),
  ];
}

function compareEvent(path: string, before: EventDefinition, after: EventDefinition): CatalogChange[] {
  return [
    ...compareFields(`${path}.fields`, before.fields, after.fields),
    ...compareLabels(`${path}.labels`, before.counter.labels, after.counter.labels),
    ...Object.entries(before.measures).flatMap(([field, measure]) => {
      const place = `${path}.measures.${field}`;
      const now = find(after.measures, field);
      if (now === undefined) return [{ breaking: true, path: place, message: `was removed, and with it the metric ${measure.name}` }];
      // Its labels are those of the event.
      return [
        ...compareValue(`${place}.name`, measure.name, now.name),
        ...compareMetric(place, measure, { ...now, labels: measure.labels }),
      ];
    }),
    ...Object.entries(after.measures)
      .filter(([field]) => find(before.measures, field) === undefined)
      .map(([field, { name }]) => ({
        breaking: false,
        path: `${path}.measures.${field}`,
        message: `was added, and with it the metric ${name}`,
      })),
  ];
}

function compareLabels(
  path: string,
  before: Readonly<Record<string, LabelDefinition>>,
  after: Readonly<Record<string, LabelDefinition>>,
): CatalogChange[] {
  const changes = Object.entries(before).flatMap(([label, old]): CatalogChange[] => {
    const now = find(after, label);
    const place = `${path}.${label}`;
    if (now === undefined) return [{ breaking: true, path: place, message: 'was removed' }];
    const gone = old.values?.filter((value) => now.values !== undefined && !now.values.includes(value)) ?? [];
    const fresh = now.values?.filter((value) => old.values !== undefined && !old.values.includes(value)) ?? [];
    return [
      ...(gone.length > 0 ? [{ breaking: true, path: place, message: `lost the values ${gone.join(', ')}` }] : []),
      ...(old.values === undefined && now.values !== undefined
        ? [{ breaking: true, path: place, message: `had any value, and has only ${now.values.join(', ')} now` }]
        : []),
      ...(old.values !== undefined && now.values === undefined
        ? [{ breaking: false, path: place, message: `had only ${old.values.join(', ')}, and has any value now` }]
        : []),
      ...(fresh.length > 0 ? [{ breaking: false, path: place, message: `has the new values ${fresh.join(', ')}` }] : []),
      ...(now.limit < old.limit && gone.length === 0
        ? [{ breaking: false, path: place, message: `keeps ${now.limit} values, and kept ${old.limit}` }]
        : []),
    ];
  });
  const added = Object.keys(after).filter((label) => find(before, label) === undefined);
  return [...changes, ...added.map((label) => ({ breaking: false, path: `${path}.${label}`, message: 'was added' }))];
}

/** From the one that everybody may see to the one that nobody may. */
const strictness: readonly DataClass[] = ['public', 'internal', 'personal', 'secret'];

function compareFields(
  path: string,
  before: Readonly<Record<string, FieldDefinition>>,
  after: Readonly<Record<string, FieldDefinition>>,
): CatalogChange[] {
  const changes = Object.entries(before).flatMap(([field, old]): CatalogChange[] => {
    const now = find(after, field);
    const place = `${path}.${field}`;
    if (now === undefined) return [{ breaking: true, path: place, message: 'was removed' }];
    const gone = old.values?.filter((value) => now.values !== undefined && !now.values.includes(value)) ?? [];
    const isLooser = strictness.indexOf(now.class) < strictness.indexOf(old.class);
    return [
      ...compareValue(`${place}.type`, old.type, now.type),
      ...(now.class === old.class
        ? []
        : [
            {
              breaking: isLooser,
              path: `${place}.class`,
              message: `was ${old.class} and is ${now.class} now${isLooser ? ': more people see it' : ''}`,
            },
          ]),
      ...(gone.length > 0 ? [{ breaking: true, path: place, message: `lost the values ${gone.join(', ')}` }] : []),
      ...(now.optional && !old.optional ? [{ breaking: true, path: place, message: 'was always there, and is optional now' }] : []),
    ];
  });
  const added = Object.keys(after).filter((field) => find(before, field) === undefined);
  return [...changes, ...added.map((field) => ({ breaking: false, path: `${path}.${field}`, message: 'was added' }))];
}

/** A label may be named like what every object has, such as `constructor`. */
function find<Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function compareValue(path: string, before: string, after: string): CatalogChange[] {
  return before === after ? [] : [{ breaking: true, path, message: `was ${before} and is ${after} now` }];
}
