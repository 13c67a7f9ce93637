// A folder that becomes a link out of the output folder while a run writes into it.
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const [folder, source, outside, moment] = process.argv.slice(2);
const promises = createRequire(import.meta.url)('node:fs/promises');
const original = promises[moment];
let swapped = false;
promises[moment] = async (...args) => {
  // The call that is about the file or folder below x: the index is written before it.
  if (!swapped && (moment === 'mkdir' ? String(args[0]).endsWith('/x') : String(args[0]).includes('.one.yaml.'))) {
    swapped = true;
    renameSync(join(folder, 'x'), join(folder, 'moved'));
    symlinkSync(outside, join(folder, 'x'));
  }
  return original(...args);
};
syncBuiltinESMExports();

const { writeArtefacts } = await import('../src/index.ts');
const artefacts = [{ path: 'x/one.yaml', content: 'x: 2\n' }];
await writeArtefacts(folder, { generator: 'test', sources: [{ source, artefacts }] }).catch((error) => process.stdout.write(error.code));
process.stdout.write(swapped ? ' swapped' : ' not swapped');
