// A process that is killed right after its nth rename, while it writes three files and removes one.
import { createRequire, syncBuiltinESMExports } from 'node:module';

const [folder, source, limit, word] = process.argv.slice(2);
const promises = createRequire(import.meta.url)('node:fs/promises');
const { rename } = promises;
let renames = 0;
promises.rename = async (...args) => {
  await rename(...args);
  renames += 1;
  if (renames === Number(limit)) process.kill(process.pid, 'SIGKILL');
};
syncBuiltinESMExports();

const { writeArtefacts } = await import('../src/index.ts');
const artefacts = ['a/one.yaml', 'b/two.json', 'three.md'].map((path) => ({ path, content: `${path}: ${word}\n` }));
await writeArtefacts(folder, { generator: 'test', sources: [{ source, artefacts }] });
process.stdout.write(String(renames));
