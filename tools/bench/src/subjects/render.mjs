// Renders a large platform and lints it, and answers what each took of the CPU.
import { generateCollector, lint } from '@plinth/collector';
import { parsePlatformManifest } from '@plinth/manifest';

const source = 'plinth.platform.yaml';
const file = (text) => parsePlatformManifest(text, source);

function measure(run) {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return { result, milliseconds: (user + system) / 1000 };
}

process.on('message', (text) => {
  const render = () => generateCollector(file(text), { source });
  const { result: artefacts, milliseconds: first } = measure(render);
  const { milliseconds: second } = measure(render);
  const folders = Map.groupBy(
    artefacts.filter(({ path }) => path.endsWith('.yaml')),
    ({ path }) => path.slice(0, path.lastIndexOf('/')),
  );
  const judged = measure(() => [...folders.values()].flatMap((files) => lint(files.map(({ path, content }) => ({ path, text: content })))));
  process.send({
    first,
    second,
    lint: judged.milliseconds,
    findings: judged.result.length,
    files: artefacts.length,
    bytes: artefacts.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0),
  });
});
process.send({});
