// CPU and memory from the start of the process until the server listens.
import { pairedRatio, median, shuffle } from './statistics.ts';
import { startSubject } from './subject-process.ts';

interface Usage {
  readonly cpuMicroseconds: number;
  readonly rssBytes: number;
}

const rounds = 15;
const register = ['--import', '@plinth/node/register'];
const subjects: Readonly<Record<string, readonly string[]>> = { bare: [], plinth: register };

export async function measureStartup(collectorUrl: string): Promise<string> {
  const env = { PLINTH_ADMIN_PORT: '0', OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl };
  const cpu: Record<string, number[]> = {};
  const rss: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, execArgv] of shuffle(Object.entries(subjects))) {
      const subject = await startSubject<Usage>({ file: 'http.mjs', execArgv, env });
      await subject.stop();
      (cpu[name] ??= []).push(subject.started.cpuMicroseconds / 1000);
      (rss[name] ??= []).push(subject.started.rssBytes / 1_048_576);
    }
  }
  const rows = Object.keys(subjects).map((name) => {
    const ratio = pairedRatio(cpu[name] ?? [], cpu['bare'] ?? []);
    return `| ${name} | ${median(cpu[name] ?? []).toFixed(0)} | ${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)}) | ${median(rss[name] ?? []).toFixed(0)} |`;
  });
  return [
    `## Start-up: process start until the server listens (${rounds} interleaved rounds)`,
    '',
    '| | CPU ms, median | × bare, paired median (min–max) | RSS MB, median |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    'Goal: at most 2.5 × bare with all three pillars on.',
  ].join('\n');
}
