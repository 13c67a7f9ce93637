// What was found, as tables: counts and rule ids only, no text of anybody's config.
import type { Finding } from '@plinth/findings';
import type { Project } from './projects.ts';
import type { Verdict } from './verdicts.ts';

export interface ProjectResult {
  readonly project: Project;
  /** Files that hold a config. */
  readonly files: number;
  readonly findings: readonly Finding[];
}

interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly information: number;
}

function count(findings: readonly Finding[]): Counts {
  const of = (severity: Finding['severity']): number => findings.filter((finding) => finding.severity === severity).length;
  return { errors: of('error'), warnings: of('warning'), information: of('info') };
}

function renderRow(...cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

function renderCounts(files: number, { errors, warnings, information }: Counts): readonly number[] {
  return [files, errors, warnings, information];
}

export function renderProjects(results: readonly ProjectResult[]): readonly string[] {
  const all = results.flatMap(({ findings }) => findings);
  const files = results.reduce((sum, result) => sum + result.files, 0);
  return [
    renderRow('project', 'commit', 'files', 'errors', 'warnings', 'information'),
    renderRow('---', '---', '---', '---', '---', '---'),
    ...results.map(({ project, files: own, findings }) =>
      renderRow(project.name, project.commit.slice(0, 10), ...renderCounts(own, count(findings))),
    ),
    renderRow('all', '', ...renderCounts(files, count(all))),
  ];
}

/** A row for each rule that finds something, or was found wrong. Throws where more was read than is there. */
export function renderRules(results: readonly ProjectResult[], verdicts: readonly Verdict[]): readonly string[] {
  const placed = results.flatMap(({ project, findings }) =>
    findings.map((finding) => ({ finding, file: `${project.name}/${finding.file}` })),
  );
  const byRule = Map.groupBy(placed, ({ finding }) => finding.id);
  const ids = [...new Set([...byRule.keys(), ...verdicts.map(({ rule }) => rule)])].toSorted();
  return [
    renderRow('rule', 'files', 'errors', 'warnings', 'information', 'read', 'false', 'corrected'),
    renderRow('---', '---', '---', '---', '---', '---', '---', '---'),
    ...ids.map((id) => {
      const own = byRule.get(id) ?? [];
      const verdict = verdicts.find(({ rule }) => rule === id) ?? { rule: id, read: 0, false: 0, corrected: 0 };
      if (verdict.read > own.length) throw new Error(`${id}: ${verdict.read} findings were read, and there are ${own.length}: read again`);
      const counts = renderCounts(new Set(own.map(({ file }) => file)).size, count(own.map(({ finding }) => finding)));
      return renderRow(`[${id}](${id}.md)`, ...counts, verdict.read, verdict.false, verdict.corrected);
    }),
  ];
}

export function renderExcluded(projects: readonly Project[]): readonly string[] {
  return projects.flatMap(({ name, excluded }) => excluded.map(({ pattern, why }) => `- ${name}: \`${pattern.source}\`: ${why}`));
}

/** The text with what stands between the section's two marks replaced. Throws where they are not there. */
export function replaceSection(text: string, lines: readonly string[]): string {
  const [begin, end] = ['<!-- public configs: written by npm run public-configs -->', '<!-- public configs: end -->'];
  const [head, rest] = [text.indexOf(begin), text.indexOf(end)];
  if (head === -1 || rest < head) throw new Error(`no "${begin}" with an end`);
  return `${text.slice(0, head + begin.length)}\n\n${lines.join('\n')}\n\n${text.slice(rest)}`;
}
