import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ChangeNote } from './change-note.ts';
import { addRelease, renderRelease } from './changelog.ts';
import { readChangeNotes } from './note-files.ts';

const notes: readonly ChangeNote[] = [
  { file: 'changes/b.md', kind: 'fixed', packages: ['plinth'], text: 'A fault is gone.' },
  { file: 'changes/c.md', kind: 'added', packages: ['@plinth/node', '@plinth/catalog'], text: 'Something is new.\n\nMore of it.' },
  { file: 'changes/a.md', kind: 'breaking', packages: ['@plinth/node'], text: 'Something is gone.' },
  { file: 'changes/a2.md', kind: 'added', packages: ['plinth'], text: 'First by its name.' },
];

test('what a reader must care for most comes first', () => {
  expect(renderRelease('0.2.0', '2026-12-31', notes)).toBe(`## 0.2.0 (2026-12-31)

### Breaking

- **@plinth/node**: Something is gone.

### Added

- **plinth**: First by its name.

- **@plinth/node, @plinth/catalog**: Something is new.

  More of it.

### Fixed

- **plinth**: A fault is gone.`);
});

test('a release stands above the earlier ones', () => {
  const first = addRelease('# Changelog\n\nText.\n', '## 0.1.0 (2026-01-01)');
  expect(first).toBe('# Changelog\n\nText.\n\n## 0.1.0 (2026-01-01)\n');
  expect(addRelease(first, '## 0.2.0 (2026-02-02)')).toBe('# Changelog\n\nText.\n\n## 0.2.0 (2026-02-02)\n\n## 0.1.0 (2026-01-01)\n');
});

test('the notes of the repository keep their form', () => {
  expect(readChangeNotes(join(import.meta.dirname, '../../..')).problems).toEqual([]);
});
