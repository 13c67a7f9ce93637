// The whole proof in one table: scenarios down, pillars across.
import { styleText } from 'node:util';
import type { Evidence } from '../evidence.ts';
import { pillars, type Finding } from '../rules/finding.ts';

export interface Judged {
  readonly evidence: Evidence;
  readonly findings: readonly Finding[];
}

const column = 13;

export function renderVerdict(judged: readonly Judged[]): string {
  const width = Math.max(...judged.map(({ evidence }) => evidence.scenario.title.length)) + 2;
  const header = `${'scenario'.padEnd(width)}${pillars.map((pillar) => pillar.padEnd(column)).join('')}`;
  const rows = judged.map(({ evidence, findings }) => {
    const cells = pillars.map((pillar) => {
      const agrees = findings.every((finding) => finding.pillar !== pillar);
      return styleText(agrees ? 'green' : 'red', (agrees ? 'agree' : 'disagree').padEnd(column));
    });
    return `${evidence.scenario.title.padEnd(width)}${cells.join('')}`;
  });
  const disagreements = judged.flatMap(({ evidence, findings }) =>
    findings.map(({ pillar, service, message }) => `${service}: ${message} (${pillar}, ${evidence.scenario.title})`),
  );
  const summary =
    disagreements.length === 0
      ? styleText('green', `all ${judged.length} scenarios agree in every pillar`)
      : `${styleText('red', `${disagreements.length} disagreements:`)}\n${disagreements.map((line) => `  ${line}`).join('\n')}`;
  return [styleText('bold', header), ...rows, '', summary, ''].join('\n');
}
