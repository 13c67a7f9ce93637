// `npm run bench -w @plinth/bench -- <name>`: measures and writes its section of README.md. Needs the packages built.
import { parseArgs } from 'node:util';
import { measureAdoptedLines } from './adopted-lines.ts';
import { startCollector } from './collector.ts';
import { measureFlood } from './flood.ts';
import { measureLogLine } from './log-line.ts';
import { measureMemory } from './memory.ts';
import { writeSection } from './readme.ts';
import { measureRender } from './render.ts';
import { installPeers } from './stacks.ts';
import { measureStartup } from './startup.ts';
import { measureThroughput } from './throughput.ts';

const names = ['startup', 'throughput', 'log-line', 'adopted-lines', 'flood', 'memory', 'render'] as const;
const { positionals, values } = parseArgs({ allowPositionals: true, options: { minutes: { type: 'string', default: '10' } } });
const minutes = Number(values.minutes);
const [asked] = positionals;
const found = names.find((name) => name === asked);
if ((asked !== undefined && found === undefined) || !(minutes > 0)) {
  console.error(`usage: bench [${names.join(' | ')}] [--minutes <number>]`);
  process.exit(1);
}

if (found !== 'render') installPeers();
const collector = await startCollector();
const { url } = collector.started;
const measures = {
  startup: () => measureStartup(url),
  throughput: () => measureThroughput(url, collector),
  'log-line': () => measureLogLine(url),
  'adopted-lines': () => measureAdoptedLines(url),
  flood: measureFlood,
  memory: () => measureMemory(url, minutes),
  render: measureRender,
};
for (const name of found === undefined ? names.filter((other) => other !== 'memory') : [found]) {
  const section = await measures[name]();
  console.log(`${section}\n`);
  writeSection(names, name, section);
}
await collector.stop();
