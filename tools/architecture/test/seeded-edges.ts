// One import for every cell of the tables: who imports whom, and which rule must refuse it.
import { apps, findImports, listStages, packages, stages, type AppRow, type PackageRow } from '../src/tables.ts';

export interface SeededEdge {
  readonly from: string;
  readonly to: string;
  /** The import as it is written in `from`. */
  readonly source: string;
  /** The rule that must refuse it; undefined where the table says yes. */
  readonly refusedBy: string | undefined;
}

const packageNames = Object.keys(packages);
const appNames = Object.keys(apps);
const seededTool = 'postgres';

const isFile = (stage: string): boolean => stage.endsWith('.ts');

/** The entry point of a package, an app or a tool. */
const entryOf = (folder: string): string => `${folder}/src/index.ts`;

/** A folder of a package in which a file may be: where the package has stages, one of them. */
function seedFolder(name: string): string {
  const stageOrder = stages[name];
  const folder = stageOrder === undefined ? undefined : listStages(stageOrder).find((stage) => !isFile(stage));
  return folder ?? 'seed';
}

function seedPackage(from: string, edge: { to: string; source: string; refusedBy: string | undefined }): SeededEdge {
  const file = `${edge.to.split('/').slice(0, 2).join('-')}${edge.source.includes('import type') ? '-types' : ''}`;
  return { from: `packages/${from}/src/${seedFolder(from)}/${file}.ts`, ...edge };
}

const valueImport = (specifier: string): string => `import { value } from '${specifier}';\nexport const seed = value;\n`;
const typeImport = (specifier: string): string => `import type { Type } from '${specifier}';\nexport type Seed = Type;\n`;

/** Each package with each other one, by name as a package imports another, as a value and as a type; and with each app and a tool. */
function listPackageEdges(): SeededEdge[] {
  return packageNames.flatMap((from) => {
    const { imports, types = [] }: Pick<PackageRow, 'imports' | 'types'> = packages[from] ?? { imports: [] };
    const others = packageNames.filter((to) => to !== from);
    return [
      ...others.map((to) => {
        const refusal = types.includes(to) ? `types-${from}` : `package-${from}`;
        return seedPackage(from, {
          to: entryOf(`packages/${to}`),
          source: valueImport(`@seeded/${to}`),
          refusedBy: imports.includes(to) ? undefined : refusal,
        });
      }),
      ...others.map((to) =>
        seedPackage(from, {
          to: entryOf(`packages/${to}`),
          source: typeImport(`@seeded/${to}`),
          refusedBy: imports.includes(to) || types.includes(to) ? undefined : `package-${from}`,
        }),
      ),
      ...[...appNames.map((app) => `apps/${app}`), `tools/${seededTool}`].map((folder) =>
        seedPackage(from, { to: entryOf(folder), source: valueImport(`../../../../${entryOf(folder)}`), refusedBy: `package-${from}` }),
      ),
    ];
  });
}

/** Each app with each package, each other app and a tool. */
function listAppEdges(): SeededEdge[] {
  return appNames.flatMap((from) => {
    const { imports, tools = [] }: Pick<AppRow, 'imports' | 'tools'> = apps[from] ?? { imports: [] };
    const targets = [
      ...packageNames.map((name) => ({ folder: `packages/${name}`, allowed: imports.includes(name) })),
      ...appNames.filter((name) => name !== from).map((name) => ({ folder: `apps/${name}`, allowed: false })),
      { folder: `tools/${seededTool}`, allowed: tools.includes(seededTool) },
    ];
    return targets.map(({ folder, allowed }) => ({
      from: `apps/${from}/src/seed-${folder.replace('/', '-')}.ts`,
      to: entryOf(folder),
      source: valueImport(`../../../${entryOf(folder)}`),
      refusedBy: allowed ? undefined : `app-${from}`,
    }));
  });
}

/** Each package with the inside of each other one. */
function listInsideEdges(): SeededEdge[] {
  return packageNames.flatMap((from) =>
    packageNames
      .filter((to) => to !== from)
      .map((to) => ({
        from: `packages/${from}/src/${seedFolder(from)}/inside-${to}.ts`,
        to: `packages/${to}/src/inner/target.ts`,
        source: valueImport(`../../../${to}/src/inner/target.ts`),
        refusedBy: 'entry-only',
      })),
  );
}

/** Each stage of a package with each other one. A stage that is a file has all its imports in that file. */
function listStageEdges(): SeededEdge[] {
  return Object.entries(stages).flatMap(([name, stageOrder]) => {
    const all = listStages(stageOrder);
    return all.flatMap((stage) => {
      const allowed = findImports(stageOrder, stage);
      return all
        .filter((to) => to !== stage)
        .map((to): SeededEdge => {
          const target = isFile(to) ? to : `${to}/target.ts`;
          return {
            from: `packages/${name}/src/${isFile(stage) ? stage : `${stage}/seed-${to.replace('.ts', '-file')}.ts`}`,
            to: `packages/${name}/src/${target}`,
            source: `import '${isFile(stage) ? './' : '../'}${target}';\n`,
            refusedBy: allowed.includes(to) ? undefined : `stage-${name}-${stage}`,
          };
        });
    });
  });
}

/** Each folder of a stage with each other one. */
function listFolderEdges(): SeededEdge[] {
  return Object.entries(stages).flatMap(([name, { inside = {} }]) =>
    Object.entries(inside).flatMap(([stage, folders]) =>
      folders.flatMap((folder, index) =>
        folders
          .filter((to) => to !== folder)
          .map((to): SeededEdge => ({
            from: `packages/${name}/src/${stage}/${folder}/seed-${to}.ts`,
            to: `packages/${name}/src/${stage}/${to}/target.ts`,
            source: `import '../${to}/target.ts';\n`,
            refusedBy: folders.indexOf(to) < index ? undefined : `inside-${name}-${stage}-${folder}`,
          })),
      ),
    ),
  );
}

/** A new file at the root of a package that has stages, and a stage that imports it. */
function listUnplacedEdges(): SeededEdge[] {
  return Object.entries(stages).flatMap(([name, stageOrder]) => {
    const [first = ''] = listStages(stageOrder);
    const folder = listStages(stageOrder).find((stage) => !isFile(stage)) ?? '';
    return [
      {
        from: `packages/${name}/src/newcomer.ts`,
        to: `packages/${name}/src/${first}`,
        source: `import './${first}';\n`,
        refusedBy: `unplaced-${name}`,
      },
      {
        from: `packages/${name}/src/${folder}/seed-newcomer.ts`,
        to: `packages/${name}/src/newcomer.ts`,
        source: `import '../newcomer.ts';\n`,
        refusedBy: `stage-${name}-${folder}`,
      },
    ];
  });
}

/** Folders that become packages of their own know only themselves. */
function listLeafEdges(): SeededEdge[] {
  const renderers = 'packages/collector/src/renderers';
  return ['kubernetes-objects', 'prometheus-rules'].flatMap((leaf) =>
    ['model/target.ts', 'renderers/target.ts', 'renderers/kubernetes/target.ts'].map((to) => ({
      from: `${renderers}/${leaf}/seed-${to.replaceAll('/', '-')}`,
      to: `packages/collector/src/${to}`,
      source: `import '../../${to}';\n`,
      refusedBy: 'renderer-leaves-to-be',
    })),
  );
}

/** What a test may do: it imports the inside of its own package and any entry point. */
function listTestEdges(): SeededEdge[] {
  return packageNames.flatMap((from) =>
    packageNames
      .filter((to) => to !== from)
      .map((to) => ({
        from: `packages/${from}/test/seed-${to}.test.ts`,
        to: entryOf(`packages/${to}`),
        source: valueImport(`@seeded/${to}`),
        refusedBy: undefined,
      })),
  );
}

/** Every cell of the tables as an import. */
export function listSeededEdges(): readonly SeededEdge[] {
  return [
    ...listPackageEdges(),
    ...listAppEdges(),
    ...listInsideEdges(),
    ...listStageEdges(),
    ...listFolderEdges(),
    ...listUnplacedEdges(),
    ...listLeafEdges(),
    ...listTestEdges(),
  ];
}
