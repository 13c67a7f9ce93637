// A process that is killed at its nth call that changes the disk: before it, after half of a file, or after it.
import { createRequire, syncBuiltinESMExports } from 'node:module';

const [folder, source, limit] = process.argv.slice(2);
const promises = createRequire(import.meta.url)('node:fs/promises');
let moments = 0;
const pass = () => {
  moments += 1;
  if (moments === Number(limit)) process.kill(process.pid, 'SIGKILL');
};
for (const name of ['writeFile', 'rename', 'unlink', 'mkdir', 'chmod']) {
  const original = promises[name];
  promises[name] = async (...args) => {
    pass();
    if (name === 'writeFile' && moments === Number(limit) - 1) await original(args[0], args[1].slice(0, 3));
    if (name === 'writeFile') pass();
    const result = await original(...args);
    pass();
    return result;
  };
}
syncBuiltinESMExports();

const { writeArtefacts } = await import('../src/index.ts');
const page = '# New\n<!-- plinth:keep aid -->\nnew\n<!-- plinth:end -->\n';
const artefacts = Object.entries({ 'one.yaml': 'x: 2\n', 'new/two.yaml': 'x: 2\n', 'page.md': page });
await writeArtefacts(folder, {
  generator: 'test',
  sources: [{ source, artefacts: artefacts.map(([path, content]) => ({ path, content })) }],
});
