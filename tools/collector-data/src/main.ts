// Writes the data files of `packages/collector/src/catalogue/data`. `--download=pattern` asks the Go proxy for what the cache lacks of
// the modules whose path matches.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { parseRenames } from './changelog.ts';
import { buildComponents, type Corrections } from './components.ts';
import { readReport } from './distributions.ts';
import { findModule, type GoModule, readModuleFile } from './go-modules.ts';
import { parseMetadata } from './metadata.ts';
import { renderTable } from './render.ts';
import { readSchemaFile } from './schema-source.ts';
import { buildNode, mergeNodes, type Node, type SchemaCorrections, selectAdditions, shareShapes } from './schemas.ts';

const pattern = process.argv.find((argument) => argument.startsWith('--download='))?.slice('--download='.length);
const isWanted = (path: string) => pattern !== undefined && new RegExp(pattern).test(path);
const command = 'node tools/collector-data/src/main.ts';
const target = new URL('../../../packages/collector/src/catalogue/data/', import.meta.url);
const kinds = ['receiver', 'processor', 'exporter', 'connector', 'extension'];

const repositories = [
  { name: 'core', path: 'go.opentelemetry.io/collector', versions: [145, 149, 155, 159, 161, 162, 163, 164, 165] },
  {
    name: 'contrib',
    path: 'github.com/open-telemetry/opentelemetry-collector-contrib',
    versions: [148, 149, 150, 154, 155, 156, 157, 158, 159, 160, 161],
  },
];

const data = (file: string) => readFileSync(new URL(`../data/${file}`, import.meta.url), 'utf8');
const present = <T>(value: T | undefined): value is T => value !== undefined;

const roots = repositories.map(({ name, path, versions }) => ({
  name,
  modules: versions.map((minor) => findModule(path, [`v0.${minor}.0`], isWanted(path))).filter(present),
}));
const series = roots.map(({ name, modules }) => ({ repository: name, reports: modules.map(readReport) }));
const renames = roots.flatMap(({ name, modules }) => {
  const newest = modules.at(-1);
  const changelog = newest === undefined ? '' : (readModuleFile(newest, 'CHANGELOG.md') ?? '');
  // Aliases exist from 0.144 on; an earlier rename was a removal.
  return parseRenames(changelog)
    .filter(({ since }) => Number(since.split('.')[1]) >= 144)
    .map((rename) => ({ ...rename, repository: name }));
});

const newestFirst = [
  'v0.165.0',
  'v0.164.0',
  'v0.163.0',
  'v0.162.0',
  'v1.0.0',
  'v0.161.0',
  'v0.160.0',
  'v0.159.0',
  'v0.157.0',
  'v0.155.0',
  'v0.149.0',
  'v0.145.0',
];
const components = data('modules.txt')
  .split('\n')
  .filter((line) => line !== '');
const modules: GoModule[] = components.map((path) => findModule(path, newestFirst, false)).filter(present);
const metadata = modules
  .map((module) => {
    const parsed = parseMetadata(readModuleFile(module, 'metadata.yaml') ?? '{}');
    const repository = module.path.includes('contrib') ? 'contrib' : 'core';
    return parsed && { ...parsed, repository, version: module.version };
  })
  .filter(present);

const rows = buildComponents(series, renames, metadata, parse(data('corrections.yaml')) as Corrections);
const file = renderTable(
  {
    $source: {
      command,
      releases: Object.fromEntries(
        roots.map(({ name, modules: found }) => [name, `${found[0]?.path} CHANGELOG.md, reports/distributions`]),
      ),
      metadata: `metadata.yaml of ${metadata.length} component modules`,
      corrections: 'tools/collector-data/data/corrections.yaml',
    },
    reports: Object.fromEntries(series.map(({ repository, reports }) => [repository, reports.map(({ version }) => version)])),
  },
  Object.fromEntries(
    kinds.map((kind) => [
      kind,
      Object.fromEntries(
        [...rows].filter(([name]) => name.startsWith(`${kind}/`)).map(([name, row]) => [name.slice(kind.length + 1), row]),
      ),
    ]),
  ),
);
writeFileSync(new URL('components.json', target), file);
console.log(`components.json: ${rows.size} components, ${metadata.length} with metadata, ${file.length} bytes`);

// Schemas of a release come from the modules of that release and, where one or what it refers to is not served, of those before.
const schemaReleases: Readonly<Record<string, readonly string[]>> = {
  '0.145.0': ['v0.145.0'],
  '0.161.0': ['v0.161.0', 'v1.0.0', 'v0.160.0', 'v0.159.0', 'v0.157.0'],
  '0.165.0': ['v0.165.0', 'v0.164.0', 'v0.163.0'],
};
const corrections = parse(data('schema-corrections.yaml'), { merge: true, maxAliasCount: -1 }) as SchemaCorrections;
const newestName = new Map<string, string>(
  [...rows].flatMap(([name, { was }]) => (was === undefined ? [] : [[`${name.split('/')[0]}/${was}`, name] as const])),
);
const missing = new Set<string>();
const nodes: Record<string, Node> = {};
const sources: Record<string, string> = {};
for (const [release, versions] of Object.entries(schemaReleases)) {
  for (const path of components) {
    const candidates = versions
      .map((version) => findModule(path, [version], isWanted(path)))
      .filter(present)
      .map((module) => buildSchema(module, release))
      .filter(present);
    const [newest] = candidates;
    const node = candidates.map((candidate) => candidate.node).reduce(mergeNodes, 'any');
    if (newest === undefined || node === 'any') continue;
    const key = `${newestName.get(newest.name) ?? newest.name}@${release}`;
    nodes[key] = node;
    if (newest.version !== `v${release}`) sources[key] = newest.version;
    newest.missing.forEach((reference) => missing.add(reference));
  }
}

function createBuilder(release: string) {
  return { ...corrections, additions: selectAdditions(corrections, release), download: pattern !== undefined, missing: new Set<string>() };
}

function buildSchema(module: GoModule, release: string) {
  const described = parseMetadata(readModuleFile(module, 'metadata.yaml') ?? '{}');
  if (described === undefined) return undefined;
  const schemaFile = readSchemaFile(module, '') ?? { module, folder: '', schema: {} };
  const builder = createBuilder(release);
  const node = buildNode(builder, schemaFile, { $ref: 'config' });
  return { name: `${described.kind}/${described.type}`, version: module.version, node, missing: builder.missing };
}

const { shapes, nodes: shared } = shareShapes(nodes);
const schemaText = renderTable(
  {
    $source: {
      command,
      files: 'config.schema.yaml of the component modules, with tools/collector-data/data/schema-corrections.yaml',
      fromOlderModules: sources,
    },
    releases: Object.keys(schemaReleases),
  },
  { shapes: Object.fromEntries(shapes.map((shape, index) => [`#${index}`, shape])), components: shared },
);
writeFileSync(new URL('config-schemas.json', target), schemaText);
console.log(`config-schemas.json: ${Object.keys(nodes).length} schemas, ${shapes.length} shapes, ${schemaText.length} bytes`);
console.log(`references that no module has: ${[...missing].sort().join(' ')}`);
