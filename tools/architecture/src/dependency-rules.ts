// The tables as rules of dependency-cruiser.
import { apps, findImports, listStages, packages, stages, type Stage, type StageOrder } from './tables.ts';

export interface DependencyRule {
  readonly name: string;
  readonly comment: string;
  readonly severity: 'error';
  readonly from: { readonly path: string; readonly pathNot?: string };
  readonly to: { readonly path: string; readonly pathNot?: string; readonly dependencyTypesNot?: readonly string[] };
}

/** Tests and their data may import everything. */
export const testFiles = '\\.test(-d)?\\.ts$|/testdata/|/test/';

const ours = '^(packages|apps|tools)/';

function anyOf(names: readonly string[]): string {
  return `(${names.join('|')})`;
}

/** The rules of the table of packages and apps. */
export function buildPackageRules(): readonly DependencyRule[] {
  return [
    ...Object.entries(packages).map(([name, { imports, types = [] }]) => ({
      name: `package-${name}`,
      comment: 'a package imports only the packages that its row of the table names',
      severity: 'error' as const,
      from: { path: `^packages/${name}/src/`, pathNot: testFiles },
      to: { path: ours, pathNot: `^packages/${anyOf([name, ...imports, ...types])}/` },
    })),
    ...Object.entries(packages).flatMap(([name, { types = [] }]) =>
      types.length === 0
        ? []
        : [
            {
              name: `types-${name}`,
              comment: 'the row of the table names types alone: write `import type`',
              severity: 'error' as const,
              from: { path: `^packages/${name}/src/`, pathNot: testFiles },
              to: { path: `^packages/${anyOf(types)}/`, dependencyTypesNot: ['type-only'] },
            },
          ],
    ),
    ...Object.entries(apps).map(([name, { imports, tools = [], testsToo = false }]) => ({
      name: `app-${name}`,
      comment: 'an app imports only what its row of the table names',
      severity: 'error' as const,
      from: { path: `^apps/${name}/`, ...(testsToo ? {} : { pathNot: testFiles }) },
      to: { path: ours, pathNot: `^(apps/${name}|packages/${anyOf(imports)}${tools.map((tool) => `|tools/${tool}`).join('')})/` },
    })),
  ];
}

/** Where a stage is: its folder, or its file. */
function pathOf(name: string, stage: Stage): string {
  return `^packages/${name}/src/${stage.endsWith('.ts') ? `${stage.replace('.', '\\.')}$` : `${stage}/`}`;
}

function buildRulesOfStages(name: string, stageOrder: StageOrder): readonly DependencyRule[] {
  const every = listStages(stageOrder).map((stage) => pathOf(name, stage));
  return [
    ...listStages(stageOrder).map((stage) => ({
      name: `stage-${name}-${stage}`,
      comment: 'a stage imports only from its left, and a stage beside the order only what the table names',
      severity: 'error' as const,
      from: { path: pathOf(name, stage), pathNot: testFiles },
      to: {
        path: `^packages/${name}/src/`,
        pathNot: [stage, ...findImports(stageOrder, stage)].map((each) => pathOf(name, each)).join('|'),
      },
    })),
    {
      name: `unplaced-${name}`,
      comment: 'every file belongs to a stage of the table',
      severity: 'error',
      from: { path: `^packages/${name}/src/`, pathNot: [...every, testFiles].join('|') },
      to: { path: '' },
    },
    ...Object.entries(stageOrder.inside ?? {}).flatMap(([stage, folders]) =>
      folders.slice(0, -1).map((folder, index) => ({
        name: `inside-${name}-${stage}-${folder}`,
        comment: 'a folder of a stage imports only from its left',
        severity: 'error' as const,
        from: { path: `^packages/${name}/src/${stage}/${folder}/`, pathNot: testFiles },
        to: { path: `^packages/${name}/src/${stage}/${anyOf(folders.slice(index + 1))}/` },
      })),
    ),
  ];
}

/** The rules of the table of stages. */
export function buildStageRules(): readonly DependencyRule[] {
  return Object.entries(stages).flatMap(([name, stageOrder]) => buildRulesOfStages(name, stageOrder));
}
