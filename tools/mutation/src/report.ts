// What was noticed, and what each survivor is worth, as a page.
import { classify, classNames, type ClassName } from './classes.ts';
import { judgeNames, type JudgeName } from './judges.ts';
import type { Mutant } from './mutants.ts';

export interface Judged {
  readonly subject: string;
  readonly mutant: Omit<Mutant, 'text'>;
  readonly by: JudgeName | undefined;
}

interface Survivor extends Judged {
  readonly name: ClassName;
  readonly reason: string;
}

/** One row of the first table. */
export function renderRow(name: string, rows: readonly Judged[]): string {
  const noticed = rows.filter(({ by }) => by !== undefined).length;
  const survivors = readSurvivors(rows);
  const count = (className: ClassName): number => survivors.filter((one) => one.name === className).length;
  const matters = rows.length - count('tuning') - count('equal');
  const cells = [
    name,
    rows.length,
    ...judgeNames.map((judgeName) => rows.filter(({ by }) => by === judgeName).length),
    renderShare(noticed, rows.length),
    ...classNames.map(count),
    renderShare(noticed, matters),
  ];
  return `| ${cells.join(' | ')} |`;
}

export function renderReport(judged: readonly Judged[]): string {
  const names = [...new Set(judged.map(({ subject }) => subject))].toSorted();
  const survivors = readSurvivors(judged);
  const open = survivors.filter(({ name }) => name === 'open');
  return [
    '# One line wrong',
    '',
    'Written by `npm run mutate` (needs a Collector: `bash tools/backends/install.sh otelcol`). Each line of the shop’s rendered Collector configs is taken away, and each value is changed to another of its type; then the linter (with the Kubernetes objects and alerts around the config, and the load that the manifest expects), the component schemas, `otelcol validate` and the shop’s pipeline tests are asked, in this order. A column counts what was noticed there first. `plinth collector render --check` notices all of them, and is not counted.',
    '',
    'What nobody noticed has a class, by `tools/mutation/src/classes.ts`: **equal** means the same as before; **tuning** is a value that a Collector may well have; **cluster** can be told by a cluster or a backend alone; **open** is all else, so that in doubt a change counts as harmful. The last column leaves equal and tuning out.',
    '',
    `| config | mutants | ${judgeNames.join(' | ')} | noticed | ${classNames.join(' | ')} | noticed of what matters |`,
    `| --- ${'| --- '.repeat(judgeNames.length + classNames.length + 3)}|`,
    ...names.map((name) =>
      renderRow(
        name,
        judged.filter(({ subject }) => subject === name),
      ),
    ),
    renderRow('all', judged),
    '',
    '## Open',
    '',
    '| config | line | what | path | says |',
    '| --- | --- | --- | --- | --- |',
    ...open.map(
      ({ subject, mutant }) =>
        `| ${subject} | ${mutant.line} | ${mutant.kind} | ${renderCode(mutant.path)} | ${renderCode(mutant.was.slice(0, 60))} |`,
    ),
    '',
    '## Cluster, tuning, equal',
    '',
    '| class | config | line | what | path | why |',
    '| --- | --- | --- | --- | --- | --- |',
    ...classNames
      .flatMap((className) => survivors.filter(({ name }) => name === className && name !== 'open'))
      .map(
        ({ subject, mutant, name, reason }) =>
          `| ${name} | ${subject} | ${mutant.line} | ${mutant.kind} | ${renderCode(mutant.path)} | ${reason.replaceAll('|', '\\|')} |`,
      ),
    '',
  ].join('\n');
}

function readSurvivors(judged: readonly Judged[]): readonly Survivor[] {
  return judged
    .filter(({ by }) => by === undefined)
    .map((one) => ({ ...one, ...classify(one.mutant) }))
    .toSorted((left, right) => left.subject.localeCompare(right.subject) || left.mutant.line - right.mutant.line);
}

function renderShare(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((part / whole) * 100).toFixed(1)} %`;
}

function renderCode(text: string): string {
  return `\`${text.replaceAll('|', '\\|').replaceAll('`', '')}\``;
}
