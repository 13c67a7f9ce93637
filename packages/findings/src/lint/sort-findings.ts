import type { Finding } from '../finding.ts';

/** Findings by file, line and id, each of them once. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
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
