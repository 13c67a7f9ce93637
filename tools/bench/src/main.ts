// `npm run bench -w @plinth/bench`: measures and writes README.md. Needs the packages built.
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { startReceiver } from '@plinth/otlp';
import { measureLogLine } from './log-line.ts';
import { measureStartup } from './startup.ts';
import { measureThroughput } from './throughput.ts';

const ignore = (): void => {};
const receiver = await startReceiver({ onTraces: ignore, onLogs: ignore, onMetrics: ignore });
const sections: string[] = [];
for (const measure of [measureStartup, measureThroughput, measureLogLine]) {
  const section = await measure(receiver.url);
  console.log(`${section}\n`);
  sections.push(section);
}
await receiver.shutdown();

const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${process.platform}`;
const header = [
  '# What it costs',
  '',
  'Written by the run, not by hand: `npm run build && npm run bench -w @plinth/bench`.',
  '',
  `Machine: ${machine}. ${new Date().toISOString().slice(0, 10)}.`,
  'CPU time of the measured process, not wall time; all subjects of a table in one interleaved run, in random order. Read the ratios: the machine is shared.',
].join('\n');
writeFileSync(join(import.meta.dirname, '../README.md'), `${[header, ...sections].join('\n\n')}\n`);
