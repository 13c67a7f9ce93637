// Config schemas in the form of the data file:
//   a string      'string' | 'duration' | 'integer' | 'number' | 'boolean' | 'any', '=a|b' one of these words, '#3' an entry of `shapes`
//   [node]        a list
//   {key: node}   a map with these keys only; '*' stands for any other key, '' for text in place of the map
import { followReference, type SchemaFile, type SourceSchema } from './schema-source.ts';

export type Node = string | readonly [Node] | { readonly [key: string]: Node };

const scalars: Readonly<Record<string, string>> = { string: 'string', integer: 'integer', number: 'number', boolean: 'boolean' };

/** Go's own types under a custom name; another custom type decodes itself, and what it takes is not known. */
const plainTypes: Readonly<Record<string, string>> = {
  'time.Duration': 'duration',
  'go.opentelemetry.io/collector/component.ID': 'string',
  'go.opentelemetry.io/collector/exporter/exporterhelper/internal/request.SizerType': '=requests|items|bytes',
  float32: 'number',
  float64: 'number',
};
const integerType = /^u?int(8|16|32|64)?$/;

export interface SchemaCorrections {
  /** Definitions whose Go type decodes itself in a way that the schema does not tell: `folder.name` → what it takes. */
  readonly overrides: Readonly<Record<string, Node>>;
  /** Keys that the Go code takes beside those of the schema, `until` a release. */
  readonly additions: Readonly<Record<string, { readonly until?: string; readonly keys: Readonly<Record<string, Node>> }>>;
  /** Definitions that another YAML decoder reads: their keys hold, their types do not. */
  readonly loose: readonly string[];
  /** Of definitions that the modules have no schema of. */
  readonly schemas: Readonly<Record<string, SourceSchema>>;
}

export interface SchemaBuilder extends Omit<SchemaCorrections, 'additions'> {
  readonly additions: Readonly<Record<string, Readonly<Record<string, Node>>>>;
  readonly download: boolean;
  readonly missing: Set<string>;
}

/** Those that still hold at `release`; releases are all of three digits and compare as text. */
export function selectAdditions({ additions }: SchemaCorrections, release: string): SchemaBuilder['additions'] {
  const held = Object.entries(additions).filter(([, { until }]) => until === undefined || release < until);
  return Object.fromEntries(held.map(([name, { keys }]) => [name, keys]));
}

export function buildNode(builder: SchemaBuilder, file: SchemaFile, schema: SourceSchema, above: readonly SourceSchema[] = []): Node {
  if (above.includes(schema) || above.length > 40) return 'any';
  const inside = [...above, schema];
  const build = (child: SourceSchema) => buildNode(builder, file, child, inside);
  if (schema.$ref !== undefined) {
    const found = followReference(file, schema.$ref, builder.download);
    const name = found === undefined ? schema.$ref : nameDefinition(found.file, found.name);
    const override = builder.overrides[name];
    if (override !== undefined) return override;
    const written = builder.schemas[name];
    if (written !== undefined) return buildNode(builder, file, written, inside);
    if (found === undefined) {
      builder.missing.add(schema.$ref);
      return 'any';
    }
    const isLoose = builder.loose.includes(name);
    const { 'x-customType': _, ...plain } = found.schema;
    const built = buildNode(builder, found.file, isLoose ? plain : found.schema, inside);
    const node = isLoose ? loosen(built) : built;
    // A number type with a name is mostly one of words that decodes itself.
    if (node === 'integer') return 'any';
    return isMap(node) ? { ...node, ...builder.additions[name] } : node;
  }
  const custom = schema['x-customType'];
  if (custom !== undefined) {
    if (schema.format === 'duration') return 'duration';
    return plainTypes[custom] ?? (integerType.test(custom) ? 'integer' : 'any');
  }
  if (schema.oneOf !== undefined || schema.anyOf !== undefined) return 'any';
  if (schema.enum !== undefined) return `=${schema.enum.join('|')}`;
  if (schema.format === 'duration') return 'duration';
  if (schema.type === 'array') return [schema.items === undefined ? 'any' : build(schema.items)];
  if (schema.type !== 'object' && schema.properties === undefined && schema.allOf === undefined) return scalars[schema.type ?? ''] ?? 'any';
  return buildObject(schema, build);
}

function loosen(node: Node): Node {
  if (typeof node === 'string') return 'any';
  return isMap(node) ? Object.fromEntries(Object.entries(node).map(([key, child]) => [key, loosen(child)])) : [loosen(node[0])];
}

function isMap(node: Node): node is { readonly [key: string]: Node } {
  return typeof node !== 'string' && !Array.isArray(node);
}

function buildObject(schema: SourceSchema, build: (child: SourceSchema) => Node): Node {
  const keys: Record<string, Node> = {};
  for (const embedded of schema.allOf ?? []) {
    const node = build(embedded);
    // What is embedded and not a map of known keys can hold any key.
    Object.assign(keys, isMap(node) ? node : { '*': 'any' });
  }
  for (const [key, child] of Object.entries(schema.properties ?? {})) keys[key] = build(child);
  const other = schema.additionalProperties;
  if (other !== undefined && other !== false) keys['*'] = other === true ? 'any' : build(other);
  // An object of which no key is said is one that its code decodes by itself.
  return Object.keys(keys).every((key) => key === '*' && keys[key] === 'any') && schema['x-empty'] === undefined ? 'any' : keys;
}

function nameDefinition(file: SchemaFile, name: string): string {
  const path = [file.module.path.replace(/^.*?(collector-contrib|collector)\//, ''), file.folder].filter((part) => part !== '').join('/');
  return `${path}.${name}`;
}

/** What one of them takes: `newer` where they differ, and where a reference of it led nowhere, `older`. */
export function mergeNodes(newer: Node, older: Node): Node {
  if (newer === 'any') return older;
  if (!isMap(newer) || !isMap(older)) return newer;
  const keys: Record<string, Node> = {};
  for (const key of new Set([...Object.keys(newer), ...Object.keys(older)])) {
    const [left, right] = [newer[key], older[key]];
    const isUnknownRest =
      key === '*' && (left ?? 'any') === 'any' && (right ?? 'any') === 'any' && (left === undefined || right === undefined);
    if (isUnknownRest) continue;
    keys[key] = left === undefined ? (right ?? 'any') : right === undefined ? left : mergeNodes(left, right);
  }
  return keys;
}

/** Puts each map that occurs more than once into `shapes`, in the order of first use. */
export function shareShapes(nodes: Readonly<Record<string, Node>>): { shapes: readonly Node[]; nodes: Readonly<Record<string, Node>> } {
  const counts = new Map<string, number>();
  const count = (node: Node): void => {
    if (typeof node === 'string') return;
    const text = JSON.stringify(node);
    const seen = counts.get(text) ?? 0;
    counts.set(text, seen + 1);
    if (seen === 0) for (const child of Object.values(node)) count(child);
  };
  Object.values(nodes).forEach(count);
  const shapes: Node[] = [];
  const places = new Map<string, string>();
  const share = (node: Node): Node => {
    if (typeof node === 'string') return node;
    const text = JSON.stringify(node);
    const known = places.get(text);
    if (known !== undefined) return known;
    const shared: Node = isMap(node)
      ? Object.fromEntries(Object.entries(node).map(([key, child]) => [key, share(child)]))
      : [share(node[0])];
    if ((counts.get(text) ?? 0) < 2 || text.length < 40) return shared;
    const place = `#${shapes.push(shared) - 1}`;
    places.set(text, place);
    return place;
  };
  const result = Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, share(node)]));
  return { shapes, nodes: result };
}
