// The linter: files in, findings out, sorted by file, line, id.
import type { DisableComment } from './disable-comments.ts';
import { findDisableComments } from './disable-comments.ts';
import type { Finding, Fix } from './finding.ts';
import type { LintFile } from './read-files.ts';
import { readFiles } from './read-files.ts';
import type { LintInput, LintOptions, Place, Rule } from './rule.ts';
import { rules } from './rules.ts';
import { renderPath } from './value-path.ts';

/**
 * Judges Collector configs: raw ones, Helm values of the opentelemetry-collector chart, OpenTelemetryCollector resources,
 * and ConfigMaps with the Kubernetes objects around them. Files of one call are judged together.
 */
export function lint(files: readonly LintFile[], options: LintOptions = {}): readonly Finding[] {
  const { inputs, unreadable } = readFiles(files, options);
  const findings: Finding[] = unreadable.map(({ file, position, message, severity }) => ({
    ...about('C070'),
    severity,
    file,
    ...position,
    path: '',
    message,
  }));
  for (const input of inputs) {
    for (const rule of rules) {
      for (const place of rule.check(input, options)) {
        const finding = buildFinding(rule, input, place);
        if (finding !== undefined) findings.push(finding);
      }
    }
  }
  return sortFindings(disable(dropRepeated(findings), files.flatMap(findDisableComments)));
}

function about(id: string): Omit<Finding, 'severity' | 'file' | 'line' | 'column' | 'path' | 'message'> {
  const rule = rules.find((one) => one.id === id);
  return { id, why: rule?.why ?? '', remedy: rule?.remedy ?? '', source: rule?.source ?? '' };
}

function buildFinding(rule: Rule, input: LintInput, place: Place): Finding | undefined {
  const document = place.document ?? input.config;
  // What a chart adds by itself is not the user's to mend.
  if (input.origin === 'helm' && document === input.config && !document.has(place.path)) return undefined;
  const fixes =
    place.fixes?.every((fix): fix is Fix => fix !== undefined) === true && place.fixes.length > 0
      ? (place.fixes as readonly Fix[])
      : undefined;
  return {
    ...about(rule.id),
    severity: place.severity ?? rule.severity,
    file: document.file,
    ...document.locate(place.path),
    path: renderPath(place.path),
    message: place.message,
    ...(fixes === undefined ? {} : { fixes }),
  };
}

/** What a rule of its own says about a key, the schema need not say again. */
function dropRepeated(findings: readonly Finding[]): Finding[] {
  const said = new Set(findings.filter(({ id }) => id !== 'C069').map(({ file, line, path }) => `${file}:${line}:${path}`));
  return findings.filter(({ id, file, line, path }) => id !== 'C069' || !said.has(`${file}:${line}:${path}`));
}

function disable(findings: readonly Finding[], comments: readonly DisableComment[]): Finding[] {
  const used = new Set<string>();
  const kept = findings.filter((finding) => {
    const covering = comments.filter(
      (comment) =>
        comment.file === finding.file &&
        comment.reason !== undefined &&
        comment.ids.includes(finding.id) &&
        finding.line >= comment.firstLine &&
        finding.line <= comment.lastLine,
    );
    for (const comment of covering) used.add(`${comment.file}:${comment.line}:${finding.id}`);
    return covering.length === 0;
  });
  for (const comment of comments) {
    const place = { severity: 'warning', file: comment.file, line: comment.line, column: comment.column, path: '' } as const;
    if (comment.reason === undefined || comment.ids.length === 0) {
      const missing =
        comment.ids.length === 0
          ? 'this comment names no rule'
          : `${comment.ids.join(', ')} is disabled without a reason, so it is not disabled`;
      kept.push({ ...about('C071'), ...place, message: missing });
      continue;
    }
    for (const id of comment.ids) {
      if (!used.has(`${comment.file}:${comment.line}:${id}`))
        kept.push({ ...about('C072'), ...place, message: `${id} finds nothing here` });
    }
  }
  return kept;
}

function sortFindings(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings
    .filter((finding) => {
      const key = JSON.stringify([finding.file, finding.line, finding.column, finding.id, finding.path, finding.message]);
      return !seen.has(key) && seen.add(key);
    })
    .toSorted(
      (left, right) =>
        compareText(left.file, right.file) ||
        left.line - right.line ||
        compareText(left.id, right.id) ||
        left.column - right.column ||
        compareText(left.path, right.path) ||
        compareText(left.message, right.message),
    );
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
