// `npm run mutate`: breaks the shop's Collector configs line by line and writes docs/collector-mutations.md. Some twenty minutes.
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findKnown, judge, judgeNames, type JudgeName, type Subject } from './judges.ts';
import { buildMutants, type Mutant } from './mutants.ts';
import { buildSubjects } from './subjects.ts';

interface Judged {
  readonly subject: Subject;
  readonly mutant: Mutant;
  readonly by: JudgeName | undefined;
}

const judged: Judged[] = [];
for (const subject of await buildSubjects()) {
  const known = findKnown(subject);
  const before = await judge(subject, subject.config, known);
  if (before !== undefined) throw new Error(`${subject.name}: ${before} complains about the config as it is rendered`);
  const waiting = buildMutants(subject.config).values();
  const work = async (): Promise<void> => {
    for (const mutant of waiting) judged.push({ subject, mutant, by: await judge(subject, mutant.text, known) });
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  console.log(
    renderRow(
      subject.name,
      judged.filter((each) => each.subject === subject),
    ),
  );
}

function renderRow(name: string, rows: readonly Judged[]): string {
  const killed = rows.filter(({ by }) => by !== undefined).length;
  const counts = judgeNames.map((judgeName) => rows.filter(({ by }) => by === judgeName).length);
  return `| ${name} | ${rows.length} | ${counts.join(' | ')} | ${rows.length - killed} | ${((killed / rows.length) * 100).toFixed(1)} % |`;
}

const survivors = judged
  .filter(({ by }) => by === undefined)
  .toSorted((left, right) => left.subject.name.localeCompare(right.subject.name) || left.mutant.line - right.mutant.line);
const names = [...new Set(judged.map(({ subject }) => subject.name))];
const text = [
  '# One line wrong',
  '',
  'Written by `npm run mutate` (needs a Collector: `bash tools/backends/install.sh otelcol`). Each line of the shop’s rendered Collector configs is taken away, and each value is changed to another of its type; then the linter (with the Kubernetes objects around the config), the component schemas, `otelcol validate` and the shop’s pipeline tests are asked, in this order. A column counts what was noticed there first. `plinth collector render --check` notices all of them, and is not counted.',
  '',
  `| config | mutants | ${judgeNames.join(' | ')} | survived | score |`,
  '| --- | --- | --- | --- | --- | --- | --- | --- |',
  ...names.map((name) =>
    renderRow(
      name,
      judged.filter(({ subject }) => subject.name === name),
    ),
  ),
  renderRow('all', judged),
  '',
  '## What survived',
  '',
  'What was looked at (not all of it was read) is tuning for the most part: values that a Collector may well have (intervals, timeouts, buckets, caches, names of policies), keys whose default is the same, and what no test without a cluster can see (leader election, certificates, what kubelets and hosts report).',
  '',
  '| config | line | what | path |',
  '| --- | --- | --- | --- |',
  ...survivors.map(
    ({ subject, mutant }) => `| ${subject.name} | ${mutant.line} | ${mutant.kind} | \`${mutant.path.replaceAll('|', '\\|')}\` |`,
  ),
  '',
].join('\n');
writeFileSync(join(import.meta.dirname, '../../../docs/collector-mutations.md'), text);
