// Whether a component's config has the keys and types that its release takes.
import { findNearestName } from '@plinth/findings';
import type { ComponentKind } from './component-kind.ts';
import { findNewestName } from './component-data.ts';
import table from './data/config-schemas.json' with { type: 'json' };
import { compareVersions } from './version.ts';

/** The version that the generator targets without one, and that the tests' real Collector has. */
export const defaultCollectorVersion = '0.161.0';

export interface StructureProblem {
  /** Inside the component's config. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** What was meant, of an unknown key or word. */
  readonly nearest?: string;
}

/**
 * `string`, `duration`, `integer`, `number`, `boolean`, `any`; `=a|b`, one of these words; `#3`, a shape of the table;
 * `[node]`, a list; `{ key: node }`, a map with these keys,
 * `*` for any other, `''` where text may stand in its place.
 */
type Node = string | readonly [Node] | { readonly [key: string]: Node };

const shapes = table.shapes as unknown as Readonly<Record<string, Node>>;
const schemas = table.components as unknown as Readonly<Record<string, Node>>;

/** A schema says something about the releases after it, up to this many minor versions. */
const reach = 4;

/**
 * Unknown keys, wrong types, durations and words that the component does not take.
 * Text with `${…}` is accepted anywhere; a component or a version without a schema has no problems.
 */
export function checkStructure(kind: ComponentKind, type: string, config: unknown, version: string): readonly StructureProblem[] {
  const name = `${kind}/${findNewestName(kind, type) ?? type}`;
  const releases = table.releases.filter((release) => `${name}@${release}` in schemas);
  const below = releases.findLast((release) => compareVersions(release, version) <= 0 && isWithinReach(release, version));
  if (below === undefined) return [];
  const check = (release: string) => [...checkValue(schemas[`${name}@${release}`] ?? 'any', config, [])];
  const problems = check(below);
  const above = releases.find((release) => compareVersions(release, version) > 0);
  if (problems.length === 0 || above === undefined || isSameMinor(below, version)) return problems;
  // Between two schemas: what both object to.
  const later = new Set(check(above).map(({ path }) => JSON.stringify(path)));
  return problems.filter(({ path }) => later.has(JSON.stringify(path)));
}

function isWithinReach(release: string, version: string): boolean {
  return compareVersions(version, `0.${minorOf(release) + reach + 1}.0`) < 0;
}

function isSameMinor(release: string, version: string): boolean {
  return compareVersions(version, `0.${minorOf(release) + 1}.0`) < 0;
}

function minorOf(release: string): number {
  return Number(release.split('.')[1]);
}

type Path = readonly (string | number)[];

function* checkValue(node: Node, value: unknown, path: Path): Generator<StructureProblem> {
  if (value === null || value === undefined || (typeof value === 'string' && value.includes('${'))) return;
  if (typeof node !== 'string')
    yield* Array.isArray(node) ? checkList(node[0], value, path) : checkMap(node as { [key: string]: Node }, value, path);
  else if (node.startsWith('#')) yield* checkValue(shapes[node] ?? 'any', value, path);
  else yield* checkScalar(node, value, path);
}

function* checkList(item: Node, value: unknown, path: Path): Generator<StructureProblem> {
  // The Collector splits text at commas.
  if (typeof value === 'string' && typeof item === 'string') return;
  if (!Array.isArray(value)) yield { path, message: `must be a list, got ${describe(value)}` };
  else for (const [index, element] of value.entries()) yield* checkValue(item, element, [...path, index]);
}

function* checkMap(keys: { readonly [key: string]: Node }, value: unknown, path: Path): Generator<StructureProblem> {
  if (typeof value === 'string' && '' in keys) return;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    yield { path, message: `must be a map, got ${describe(value)}` };
    return;
  }
  for (const [key, child] of Object.entries(value)) {
    const node = Object.hasOwn(keys, key) ? keys[key] : keys['*'];
    if (node !== undefined) yield* checkValue(node, child, [...path, key]);
    else if (key !== '*') yield withNearest({ path: [...path, key], message: `unknown key ${key}` }, key, Object.keys(keys));
  }
}

function* checkScalar(node: string, value: unknown, path: Path): Generator<StructureProblem> {
  if (node === 'any') return;
  if (node.startsWith('=')) {
    const words = node.slice(1).split('|');
    const given = String(value).toLowerCase();
    if (given === '' || words.some((word) => word.toLowerCase() === given)) return;
    yield withNearest({ path, message: `must be one of ${words.join(', ')}, got ${describe(value)}` }, given, words);
  } else if (node === 'duration') {
    const problem = checkDuration(value);
    if (problem !== undefined) yield { path, message: problem };
  } else if (typeof value === 'string' && node === 'integer' && /^\d+(_\d+)+$/.test(value)) {
    // YAML 1.1, which the Collector reads, has numbers with underscores.
    return;
  } else if (typeof value !== (node === 'integer' ? 'number' : node)) {
    yield { path, message: `must be ${articles[node] ?? node}, got ${describe(value)}` };
  }
}

const articles: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

/** As Go's `time.ParseDuration` takes it. */
const goDuration = /^[-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/;

function checkDuration(value: unknown): string | undefined {
  if (value === 0 || (typeof value === 'string' && goDuration.test(value))) return undefined;
  if (typeof value === 'number') return `must be a duration with a unit: ${value} alone means nanoseconds`;
  return `must be a duration such as 200ms, 30s or 1h30m, got ${describe(value)}`;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function withNearest(problem: StructureProblem, name: string, known: readonly string[]): StructureProblem {
  const nearest = findNearestName(
    name,
    known.filter((one) => one !== '*' && one !== ''),
  );
  return nearest === undefined ? problem : { ...problem, nearest };
}
