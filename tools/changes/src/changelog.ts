// The changelog: one section a release, its changes in the order in which a reader must care.
import { changeKinds, type ChangeKind, type ChangeNote } from './change-note.ts';

const headings: Readonly<Record<ChangeKind, string>> = {
  breaking: 'Breaking',
  security: 'Security',
  deprecated: 'Deprecated',
  added: 'Added',
  changed: 'Changed',
  fixed: 'Fixed',
};

/** The section of a release; `date` as 2026-12-31. */
export function renderRelease(version: string, date: string, notes: readonly ChangeNote[]): string {
  const parts = changeKinds.flatMap((kind) => {
    const chosen = notes.filter((note) => note.kind === kind).toSorted((left, right) => (left.file < right.file ? -1 : 1));
    return chosen.length === 0 ? [] : [`### ${headings[kind]}`, ...chosen.map(renderNote)];
  });
  return [`## ${version} (${date})`, ...parts].join('\n\n');
}

/** A list item; its further lines are indented, so that they belong to it. */
function renderNote({ packages, text }: ChangeNote): string {
  return `- **${packages.join(', ')}**: ${text.replaceAll(/\n(?=[^\n])/g, '\n  ')}`;
}

/** Puts a section above those of earlier releases. */
export function addRelease(changelog: string, section: string): string {
  const first = changelog.search(/^## /m);
  if (first === -1) return `${changelog.trimEnd()}\n\n${section}\n`;
  return `${changelog.slice(0, first)}${section}\n\n${changelog.slice(first)}`;
}
