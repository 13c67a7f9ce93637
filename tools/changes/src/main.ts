// `npm run changelog -- VERSION`: moves the notes of changes/ into CHANGELOG.md.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addRelease, renderRelease } from './changelog.ts';
import { readChangeNotes } from './note-files.ts';

const root = join(import.meta.dirname, '../../..');
const changelog = join(root, 'CHANGELOG.md');
const [version = ''] = process.argv.slice(2);
const { notes, problems } = readChangeNotes(root);

if (!/^\d+\.\d+\.\d+$/.test(version)) fail(['expected a version like 0.2.0: npm run changelog -- 0.2.0']);
if (problems.length > 0) fail(problems);
if (notes.length === 0) fail(['changes/ has no note: there is nothing to release']);
const section = renderRelease(version, new Date().toISOString().slice(0, 10), notes);
writeFileSync(changelog, addRelease(readFileSync(changelog, 'utf8'), section));
for (const { file } of notes) rmSync(join(root, file));
console.log(`CHANGELOG.md has ${notes.length} changes of ${version}; their notes are gone from changes/`);

function fail(messages: readonly string[]): never {
  for (const message of messages) console.error(message);
  process.exit(1);
}
