// CPU for one log line with five fields, to /dev/null.
import { median, pairedRatio, shuffle } from './statistics.ts';
import { startSubject, type Subject } from './subject-process.ts';

interface Answer {
  readonly nanosecondsPerLine: number;
}

const rounds = 11;
const names = ['pino', 'winston', 'plinth', 'plinth in a span'];

export async function measureLogLine(collectorUrl: string): Promise<string> {
  const subjects = new Map<string, Subject<Answer>>();
  for (const name of names) {
    const execArgv = name.startsWith('plinth') ? ['--import', '@plinth/node/register'] : [];
    const env = { PLINTH_ADMIN_PORT: '0', OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl };
    subjects.set(name, await startSubject<Answer>({ file: 'log-lines.mjs', args: [name], execArgv, env }));
  }
  const nanoseconds: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, subject] of shuffle([...subjects])) (nanoseconds[name] ??= []).push((await subject.ask()).nanosecondsPerLine);
  }
  for (const subject of subjects.values()) await subject.stop();
  const pino = nanoseconds['pino'] ?? [];
  const rows = names.map((name) => {
    const values = nanoseconds[name] ?? [];
    const ratio = pairedRatio(values, pino);
    return `| ${name} | ${median(values).toFixed(0)} | ${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)}) |`;
  });
  return [
    `## One log line with five fields, 10 lines a tick, to /dev/null (${rounds} interleaved rounds)`,
    '',
    'Plinth redacts and correlates; pino and winston (timestamp, errors, json) do neither. pino writes synchronously, its default.',
    '',
    '| | CPU ns a line, median | × pino, paired median (min–max) |',
    '| --- | --- | --- |',
    ...rows,
    '',
    'Goal: at most pino’s plain line.',
  ].join('\n');
}
