// The tables as ARCHITECTURE.md prints them.
import { apps, packages, stages, type Stage, type StageOrder } from './tables.ts';

function renderRows(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Who may import whom. */
export function renderPackageTable(): string {
  return renderRows(
    ['package', 'may import', 'must not know'],
    [
      ...Object.entries(packages).map(([name, { imports, types = [], mustNotKnow }]) => [
        name,
        [...imports, ...types.map((type) => `types of ${type}`)].join(', ') || 'nothing of ours',
        mustNotKnow,
      ]),
      ...Object.entries(apps).map(([name, { imports, tools = [], mustNotKnow }]) => [
        `apps/${name}`,
        [...imports, ...tools.map((tool) => `tools/${tool}`)].join(', '),
        mustNotKnow,
      ]),
      ['tools, tests', 'everything', '–'],
    ],
  );
}

function renderStage(stage: Stage, { inside = {} }: StageOrder): string {
  const folders = inside[stage];
  return folders === undefined ? stage : `${stage} (${folders.join(' → ')})`;
}

/** The order of the stages of each package. */
export function renderStageTable(): string {
  return renderRows(
    ['package', 'order'],
    Object.entries(stages).flatMap(([name, stageOrder]) => [
      [
        name,
        stageOrder.order
          .map((level) => [level].flat().map((stage) => renderStage(stage, stageOrder)))
          .map((level) => level.join(', '))
          .join(' → '),
      ],
      ...Object.entries(stageOrder.beside ?? {}).map(([stage, imports]) => [
        `${name}, beside`,
        `${renderStage(stage, stageOrder)} knows ${imports.join(', ')}`,
      ]),
    ]),
  );
}
