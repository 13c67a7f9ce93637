// `npm run mutate`: breaks the shop's Collector configs line by line and writes REPORT.md beside `src`. That takes some twenty minutes.
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findKnown, judge } from './judges.ts';
import { buildMutants } from './mutants.ts';
import { renderReport, renderRow, type Judged } from './report.ts';
import { buildSubjects } from './subjects.ts';

// By an exit: on it, the Collectors that run are ended.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const judged: Judged[] = [];
for (const subject of await buildSubjects()) {
  const known = findKnown(subject);
  const before = await judge(subject, subject.config, known, '');
  if (before !== undefined) throw new Error(`${subject.name}: ${before} complains about the config as it is rendered`);
  const waiting = buildMutants(subject.config).values();
  const here: Judged[] = [];
  const work = async (): Promise<void> => {
    for (const { text, ...mutant } of waiting)
      here.push({ subject: subject.name, mutant, by: await judge(subject, text, known, mutant.path) });
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  console.log(renderRow(subject.name, here));
  judged.push(...here);
}
writeFileSync(join(import.meta.dirname, '../REPORT.md'), renderReport(judged));
