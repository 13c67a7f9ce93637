// Compares what arrived at the sinks with what a test expects. Pure.
import { countNeeded, readAmount } from './amount.ts';
import { meets, renderCondition } from './condition.ts';
import { readField, renderItem, renderValue } from './item.ts';
import type { Item, ItemSignal } from './item.ts';
import type { Condition, Expectation, PipelineTest } from './schema.ts';

/** What one exporter sent. */
export interface Arrivals {
  readonly items: readonly Item[];
  /** Every body, as sent. */
  readonly bodies: readonly Uint8Array[];
}

export interface Evidence {
  readonly given: readonly Item[];
  /** The same as it was sent, in JSON. */
  readonly sent: readonly string[];
  /** By exporter id. */
  readonly arrived: ReadonlyMap<string, Arrivals>;
}

interface Found {
  readonly message: string;
  /** What arrived instead, one line each. */
  readonly arrived: readonly string[];
}

export interface Failure extends Found {
  /** In `tests[n].expect`. */
  readonly index: number;
}

/** As many records as a report shows of what arrived. */
const SHOWN = 5;

export function checkTest(test: PipelineTest, evidence: Evidence): readonly Failure[] {
  return test.expect.flatMap((expectation, index) => {
    const signals = expectation.signal === undefined ? signalsOf(evidence) : [expectation.signal];
    const found = [...checkTexts(expectation, evidence), ...signals.flatMap((signal) => checkSignal(expectation, signal, evidence))];
    return found.map((failure) => ({ ...failure, index }));
  });
}

/** Without `signal`, an expectation is about every signal that the test gives. */
function signalsOf({ given }: Evidence): readonly ItemSignal[] {
  return [...new Set(given.map((item) => item.signal))];
}

function checkSignal(expectation: Expectation, signal: ItemSignal, evidence: Evidence): readonly Found[] {
  const failures: Found[] = [];
  const where = (item: Item): boolean =>
    Object.entries(expectation.where).every(([key, condition]) => meets(condition, readField(item, key)));
  const given = evidence.given.filter((item) => item.signal === signal && where(item));
  const named = placesOf(expectation, evidence).map((place) => place.items.filter((item) => item.signal === signal));
  // What was given is chosen by what it was; what the pipeline made itself, by what it is.
  const allGiven = new Set(evidence.given.map((item) => item.identity));
  const chosen = new Set(given.map((item) => item.identity));
  const arrivals = named.map((items) => items.filter((item) => (allGiven.has(item.identity) ? chosen.has(item.identity) : where(item))));
  const all = arrivals.flat();
  const about = `${signal}${renderWhere(expectation)}${expectation.at === undefined ? '' : ` at ${expectation.at}`}`;
  const fail = (message: string, shown: readonly Item[]): void => {
    failures.push({ message, arrived: shown.slice(0, SHOWN).map(renderItem) });
  };

  const kept = countKept(given, arrivals);
  const groups = new Set(given.map((item) => item.traceId ?? item.identity)).size;
  const counts = { kept, dropped: given.length - kept, arrived: all.length };
  for (const key of ['kept', 'dropped', 'arrived'] as const) {
    const amount = expectation[key];
    if (amount === undefined) continue;
    if (key !== 'arrived' && given.length === 0 && amount !== 0) {
      fail(`${about}: nothing that was given is picked, so nothing can be ${key}`, []);
      continue;
    }
    const needed = countNeeded(amount);
    if (groups < needed) {
      fail(
        `${about}: ${key} ${renderValue(amount as string)} of ${groups} proves nothing, as none would pass too: give at least ${needed}`,
        [],
      );
      continue;
    }
    const { min, max, expected } = readAmount(amount, given.length, groups);
    if (counts[key] >= min && counts[key] <= max) continue;
    const were = counts[key] === 1 ? 'was' : 'were';
    if (key === 'arrived') fail(`${about}: expected ${expected} to arrive, ${counts[key]} did`, all);
    else fail(`${about}: expected ${expected} to be ${key}, ${counts[key]} of ${given.length} given ${were}`, all);
  }

  const conditions = conditionsOf(expectation);
  if (conditions.length > 0 && all.length === 0) fail(`${about}: nothing arrived that could be checked`, named.flat());
  for (const { label, condition, read } of conditions) {
    const wrong = all.filter((item) => !meets(condition, read(item)));
    if (wrong.length === 0) continue;
    const first = wrong[0];
    fail(
      `${about}: expected ${label} ${renderCondition(condition)}, got ${renderValue(first && read(first))} (${wrong.length} of ${all.length})`,
      wrong,
    );
  }
  return failures;
}

function placesOf({ at }: Expectation, { arrived }: Evidence): readonly Arrivals[] {
  return at === undefined ? [...arrived.values()] : [arrived.get(at) ?? { items: [], bodies: [] }];
}

/** Kept is what arrived at any of the places, once for each time that it was given. */
function countKept(given: readonly Item[], places: readonly (readonly Item[])[]): number {
  const left = new Map<string, number>();
  for (const items of places) {
    const here = countBy(items);
    for (const [identity, count] of here) left.set(identity, Math.max(count, left.get(identity) ?? 0));
  }
  return [...countBy(given)].reduce((sum, [identity, count]) => sum + Math.min(count, left.get(identity) ?? 0), 0);
}

function countBy(items: readonly Item[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { identity } of items) counts.set(identity, (counts.get(identity) ?? 0) + 1);
  return counts;
}

interface FieldCondition {
  readonly label: string;
  readonly condition: Condition;
  readonly read: (item: Item) => ReturnType<typeof readField>;
}

function conditionsOf({ name, body, attributes, resource }: Expectation): readonly FieldCondition[] {
  return [
    ...(name === undefined ? [] : [{ label: 'name', condition: name, read: (item: Item) => item.fields['name'] }]),
    ...(body === undefined ? [] : [{ label: 'body', condition: body, read: (item: Item) => item.fields['body'] }]),
    ...Object.entries(attributes).map(([key, condition]) => ({
      label: `attribute ${key}`,
      condition,
      read: (item: Item) => item.attributes[key],
    })),
    ...Object.entries(resource).map(([key, condition]) => ({
      label: `resource attribute ${key}`,
      condition,
      read: (item: Item) => item.resource[key],
    })),
  ];
}

function checkTexts({ nowhere, at }: Expectation, { arrived, sent }: Evidence): readonly Found[] {
  const places = [...arrived].filter(([id]) => at === undefined || id === at);
  return nowhere.flatMap((text) => {
    if (!sent.some((json) => json.includes(JSON.stringify(text).slice(1, -1)))) {
      return [{ message: `expected ${JSON.stringify(text)} nowhere, but it is nowhere in what is given`, arrived: [] }];
    }
    const leaks = places.filter(([, { bodies }]) => bodies.some((body) => Buffer.from(body).includes(text)));
    if (leaks.length === 0) return [];
    const shown = leaks.flatMap(([, { items }]) => items.filter((item) => renderItem(item).includes(text)));
    return [
      {
        message: `expected ${JSON.stringify(text)} nowhere, ${leaks.map(([id]) => id).join(' and ')} sent it`,
        arrived: shown.slice(0, SHOWN).map(renderItem),
      },
    ];
  });
}

function renderWhere({ where }: Expectation): string {
  const parts = Object.entries(where).map(([key, condition]) => `${key} ${renderCondition(condition).replace(/^to be /, '')}`);
  return parts.length === 0 ? '' : ` with ${parts.join(', ')}`;
}
