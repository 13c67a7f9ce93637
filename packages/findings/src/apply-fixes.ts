import type { Finding, Fix } from './finding.ts';

/**
 * Makes the edits of the findings in one file's text. The edits of one finding are made together or not at all. Where two findings
 * want the same characters, the first wins, and the other waits for the next run.
 */
export function applyFixes(text: string, findings: readonly Finding[]): string {
  const edits: Fix[] = [];
  for (const { fixes = [] } of findings) {
    const fresh = fixes.filter((fix) => !edits.some((edit) => isSame(edit, fix)));
    if (!fresh.some((fix) => edits.some((edit) => overlaps(edit, fix)))) edits.push(...fresh);
  }
  return edits
    .toSorted((left, right) => right.start - left.start)
    .reduce((result, { start, end, text: added }) => result.slice(0, start) + added + result.slice(end), text);
}

function isSame(left: Fix, right: Fix): boolean {
  return left.start === right.start && left.end === right.end && left.text === right.text;
}

function overlaps(left: Fix, right: Fix): boolean {
  if (left.start === right.start) return true;
  return left.start < right.end && right.start < left.end;
}
