// CPU for each request of an http server under load from this process, sampled at several ratios.
import autocannon from 'autocannon';
import { median, pairedRatio, shuffle } from './statistics.ts';
import { startSubject, type Subject } from './subject-process.ts';

interface Usage {
  readonly port: number;
  readonly cpuMicroseconds: number;
}

const rounds = 10;
const secondsPerRound = 1;
const connections = 16;
const ratios: Readonly<Record<string, string | undefined>> = {
  bare: undefined,
  'plinth, 0 % sampled': '0',
  'plinth, 10 % sampled': '0.1',
  'plinth, 100 % sampled': '1',
};

export async function measureThroughput(collectorUrl: string): Promise<string> {
  const subjects = new Map<string, Subject<Usage>>();
  for (const [name, ratio] of Object.entries(ratios)) {
    const env = { PLINTH_ADMIN_PORT: '0', OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl, OTEL_TRACES_SAMPLER_ARG: ratio ?? '' };
    const execArgv = ratio === undefined ? [] : ['--import', '@plinth/node/register'];
    subjects.set(name, await startSubject<Usage>({ file: 'http.mjs', execArgv, env }));
  }
  const microseconds: Record<string, number[]> = {};
  for (const subject of subjects.values()) await load(subject);
  for (let round = 0; round < rounds; round++) {
    for (const [name, subject] of shuffle([...subjects])) (microseconds[name] ??= []).push(await load(subject));
  }
  for (const subject of subjects.values()) await subject.stop();
  const bare = microseconds['bare'] ?? [];
  const rows = Object.entries(microseconds).map(([name, values]) => {
    const ratio = pairedRatio(bare, values);
    return `| ${name} | ${median(values).toFixed(1)} | ${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)}) |`;
  });
  return [
    `## Requests per CPU-second: node:http, ${connections} connections (${rounds} interleaved rounds of ${secondsPerRound} s)`,
    '',
    'Traces, RED metrics and correlation id on. The handler does nothing: the worst case.',
    '',
    '| | CPU µs a request, median | of bare, paired median (min–max) |',
    '| --- | --- | --- |',
    ...rows,
    '',
    'Goal: at least 0.75 of bare at 10 %.',
  ].join('\n');
}

async function load(subject: Subject<Usage>): Promise<number> {
  const before = await subject.ask();
  const { '2xx': requests } = await autocannon({
    url: `http://127.0.0.1:${subject.started.port}/`,
    connections,
    duration: secondsPerRound,
  });
  const after = await subject.ask();
  return (after.cpuMicroseconds - before.cpuMicroseconds) / requests;
}
