// Manifests that a hurried person could write: golden ones with something taken away, renamed, or replaced.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';

const folder = join(import.meta.dirname, 'golden');

export const goldenManifests: readonly unknown[] = readdirSync(folder)
  .map((name) => join(folder, name, 'plinth.platform.yaml'))
  .filter((file) => existsSync(file))
  .map((file) => parse(readFileSync(file, 'utf8')) as unknown);

type Path = readonly (string | number)[];

function findPaths(value: unknown, path: Path = []): readonly Path[] {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [
    ...(path.length > 0 ? [path] : []),
    ...inside.flatMap(([key, part]) => findPaths(part, [...path, Array.isArray(value) ? Number(key) : key])),
  ];
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((part, key) => (part as Record<string | number, unknown>)[key], value);
}

type Change = (parent: Record<string | number, unknown>, key: string | number, root: Record<string, unknown>) => void;

const oddValues: readonly unknown[] = [
  null,
  '',
  0,
  -1,
  1,
  1.5,
  1e9,
  true,
  false,
  'x',
  'a b',
  '${env:X}',
  '$1',
  '1s',
  '0s',
  '90d',
  [],
  {},
  ['x'],
  'traces',
  'ö',
  'all',
  'https://x.example/v1/traces',
];

/** What golden manifests have under a key: a change to it is one that a person could mean. */
const pool = Map.groupBy(
  goldenManifests.flatMap((manifest) => findPaths(manifest).map((path) => ({ key: path.at(-1), value: valueAt(manifest, path) }))),
  ({ key }) => key,
);

const elsewhere = fc.nat().map((choice): Change => (parent, key) => {
  const values = pool.get(key) ?? [];
  const chosen = values[choice % values.length];
  if (chosen !== undefined) parent[key] = structuredClone(chosen.value);
});

/** A whole section of another manifest. */
const section = fc.tuple(fc.constantFrom(...goldenManifests), fc.nat()).map(([manifest, choice]): Change => (_parent, _key, root) => {
  const entries = Object.entries(manifest as Record<string, unknown>);
  const [key, value] = entries[choice % entries.length] ?? [];
  if (key !== undefined) root[key] = structuredClone(value);
});

const changes: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: elsewhere },
  { weight: 4, arbitrary: section },
  fc.constant<Change>((parent, key) => {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
  }),
  fc.constantFrom(...oddValues).map(
    (value): Change =>
      (parent, key) =>
        void (parent[key] = structuredClone(value)),
  ),
  fc.constantFrom('x', '_', 's', 'Name').map((suffix): Change => (parent, key) => {
    if (Array.isArray(parent)) return;
    parent[`${key}${suffix}`] = parent[key];
    delete parent[key];
  }),
  fc.double({ min: -10, max: 1e6, noNaN: true }).map(
    (number): Change =>
      (parent, key) =>
        void (parent[key] = number),
  ),
);

/** YAML texts, one to three changes each. */
export const mutatedManifests: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...goldenManifests), fc.array(fc.tuple(fc.nat(), changes), { minLength: 1, maxLength: 3 }))
  .map(([manifest, mutations]) => {
    const changed = structuredClone(manifest);
    for (const [choice, change] of mutations) {
      const paths = findPaths(changed);
      const path = paths[choice % paths.length] ?? [];
      const parent = valueAt(changed, path.slice(0, -1));
      const last = path.at(-1);
      if (last !== undefined) change(parent as Record<string | number, unknown>, last, changed as Record<string, unknown>);
    }
    return stringify(changed);
  });
