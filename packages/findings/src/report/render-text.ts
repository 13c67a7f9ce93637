import type { Finding } from '../finding.ts';

/** Findings for a terminal: place, rule, what is wrong, why, what to do, where to read on. */
export function renderText(findings: readonly Finding[]): string {
  const blocks = findings.map(({ file, line, column, id, severity, message, path, why, remedy, source, fixes }) =>
    [
      `${file}:${line}:${column} ${severity} ${id} ${message}`,
      ...(path === '' ? [] : [`  at: ${path}`]),
      `  why: ${why}`,
      `  do: ${remedy}${fixes === undefined ? '' : ' (can be fixed automatically)'}`,
      `  see: ${source}`,
    ].join('\n'),
  );
  return [...blocks, renderSummary(findings)].join('\n\n').concat('\n');
}

function renderSummary(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'no findings';
  const counts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 || severity === 'info' ? '' : 's'}`];
  });
  return counts.join(', ');
}
