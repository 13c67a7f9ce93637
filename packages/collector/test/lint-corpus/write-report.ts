// Writes the tables of docs/rules/collector/README.md that can be computed: the rules, and what finds the wrong configs.
// Run: npm run lint-report -w @plinth/collector (needs a Collector binary, see tools/backends).
import { readFileSync, writeFileSync } from 'node:fs';
import { explainMissingBackend, findBackend } from '@plinth/backends';
import { defaultCollectorVersion } from '../../src/catalogue/config-schema.ts';
import { rules } from '../../src/lint/rules.ts';
import { isFound, readCorpus, validate } from './corpus.ts';

const readme = new URL('../../../../docs/rules/collector/README.md', import.meta.url);
const binary = findBackend('otelcol');
if (binary === undefined) throw new Error(explainMissingBackend('otelcol') ?? 'no Collector binary');

const judged = readCorpus().map((config) => ({ ...config, found: isFound(config), verdict: validate(binary, config) }));
const asked = judged.filter(({ verdict }) => verdict !== 'absent');
const share = (part: number, whole: number): string => `${part} of ${whole} (${Math.round((100 * part) / whole)} %)`;

const ruleTable = [
  '| rule | severity | what |',
  '| --- | --- | --- |',
  ...rules.map(({ id, severity, title }) => `| [${id}](${id}.md) | ${severity} | ${title} |`),
];

const rateTable = [
  `Collector ${defaultCollectorVersion}; ${judged.length - asked.length} configs use a component that the binary was built without, and are not counted for it.`,
  '',
  '| | wrong configs found |',
  '| --- | --- |',
  `| \`plinth collector lint\` | ${share(judged.filter(({ found }) => found).length, judged.length)} |`,
  `| \`otelcol validate\` | ${share(asked.filter(({ verdict }) => verdict === 'refused').length, asked.length)} |`,
  '',
  '| rule | configs | linter | otelcol validate |',
  '| --- | --- | --- | --- |',
  ...rules.map(({ id }) => {
    const own = judged.filter(({ expected }) => expected === id);
    const ownAsked = own.filter(({ verdict }) => verdict !== 'absent');
    const refused = ownAsked.filter(({ verdict }) => verdict === 'refused').length;
    return `| ${id} | ${own.length} | ${own.filter(({ found }) => found).length} | ${ownAsked.length === 0 ? '–' : refused} |`;
  }),
];

function replaceSection(text: string, name: string, lines: readonly string[]): string {
  const [begin, end] = [`<!-- ${name}: written by npm run lint-report -->`, `<!-- ${name}: end -->`];
  const [head, rest] = [text.indexOf(begin), text.indexOf(end)];
  if (head === -1 || rest === -1) throw new Error(`the README has no section "${name}"`);
  return `${text.slice(0, head + begin.length)}\n\n${lines.join('\n')}\n\n${text.slice(rest)}`;
}

writeFileSync(readme, replaceSection(replaceSection(readFileSync(readme, 'utf8'), 'rules', ruleTable), 'rates', rateTable));
