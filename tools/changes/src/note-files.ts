// The notes and the packages of the repository, from disk.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseChangeNote, type ChangeNote } from './change-note.ts';

/** Every note of `changes/`, and every problem in them. */
export function readChangeNotes(root: string): { readonly notes: readonly ChangeNote[]; readonly problems: readonly string[] } {
  const names = globSync('packages/*/package.json', { cwd: root }).map(
    (path) => (JSON.parse(readFileSync(join(root, path), 'utf8')) as { name: string }).name,
  );
  const files = globSync('changes/*.md', { cwd: root }).filter((path) => basename(path) !== 'README.md');
  const results = files.toSorted().map((path) => parseChangeNote(path, readFileSync(join(root, path), 'utf8'), names));
  return {
    notes: results.flatMap((result) => ('note' in result ? [result.note] : [])),
    problems: results.flatMap((result) => ('problems' in result ? result.problems : [])),
  };
}
