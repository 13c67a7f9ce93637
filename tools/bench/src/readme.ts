// README.md, written by the runs: each replaces its own section and leaves the others.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { stacksText } from './stacks.ts';

const file = join(import.meta.dirname, '../README.md');
const mark = (name: string): string => `<!-- ${name} -->`;

const header = `# What it costs

This tool measures what the SDK costs, beside a bare process and beside its peers.

The runs write this page: \`npm run build && npm run bench -w @plinth/bench -- <startup | throughput | log-line | adopted-lines | flood | memory | render>\`. Without a name, all but memory run. \`memory --minutes 10\` is the default there.

${stacksText}

CPU time of the measured process, not wall time; the load and the receiver are other processes. All subjects of a table in one interleaved run, in random order. Read the ratios: the machine is shared.`;

/** \`names\`: every section, in order. */
export function writeSection(names: readonly string[], name: string, text: string): void {
  const before = read();
  const measuredOn = [
    `${cpus().length} × ${cpus()[0]?.model.trim()}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `Node ${process.versions.node}`,
    process.platform,
    new Date().toISOString().slice(0, 10),
    `load average ${loadavg()[0]?.toFixed(1)} at the end`,
  ];
  const section = `${mark(name)}\n\n${text}\n\nMeasured on: ${measuredOn.join(', ')}.`;
  const sections = names.map((other) => (other === name ? section : findSection(before, other))).filter((found) => found !== undefined);
  writeFileSync(file, `${[header, ...sections].join('\n\n')}\n`);
  // As the rest of the tree is formatted.
  execFileSync(join(import.meta.dirname, '../../../node_modules/.bin/oxfmt'), [file]);
}

function findSection(text: string, name: string): string | undefined {
  const start = text.indexOf(mark(name));
  if (start === -1) return undefined;
  const end = text.indexOf('\n<!-- ', start);
  return text.slice(start, end === -1 ? undefined : end).trim();
}

function read(): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
