// CPU and memory from the start of the process until the server listens.
import { startService, stackNames, type StackName } from './stacks.ts';
import { median, renderPairedRatio, shuffle } from './statistics.ts';

const rounds = 11;

export async function measureStartup(collectorUrl: string): Promise<string> {
  const cpu = new Map<StackName, number[]>(stackNames.map((name) => [name, []]));
  const rss = new Map<StackName, number[]>(stackNames.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const stack of shuffle(stackNames)) {
      const subject = await startService({ stack, server: 'http', collectorUrl, ratio: 0.1 });
      await subject.stop();
      cpu.get(stack)?.push(subject.started.cpuMicroseconds / 1000);
      rss.get(stack)?.push(subject.started.rssBytes / 2 ** 20);
    }
  }
  const bare = cpu.get('bare') ?? [];
  const rows = stackNames.map((name) => {
    const values = cpu.get(name) ?? [];
    return `| ${name} | ${median(values).toFixed(0)} | ${renderPairedRatio(values, bare)} | ${median(rss.get(name) ?? []).toFixed(0)} |`;
  });
  return [
    `## Start-up: process start until node:http listens (${rounds} interleaved rounds)`,
    '',
    '| | CPU ms, median | × bare, paired median (quartiles) | RSS MiB, median |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    'Goal: at most 2.5 × bare.',
  ].join('\n');
}
