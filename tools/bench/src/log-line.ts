// CPU for one log line to /dev/null: five kinds of record, one, ten and a hundred lines a tick.
import { median, renderPairedRatio, shuffle } from './statistics.ts';
import { startSubject, type Subject } from './subject-process.ts';

interface Answer {
  readonly nanosecondsPerLine: number;
}
interface Order {
  readonly record: string;
  readonly linesPerTick: number;
}

const rounds = 9;
const libraries = ['pino', 'winston', 'plinth', 'plinth in a span'] as const;
const records = ['message', '5 fields', '20 fields, nested', 'error with cause', 'child, 5 fields'] as const;
const ticks = [1, 10, 100] as const;

export async function measureLogLine(collectorUrl: string): Promise<string> {
  const subjects = new Map<string, Subject<unknown, Answer, Order>>();
  for (const library of libraries) {
    const execArgv = library.startsWith('plinth') ? ['--import', '@plinth/node/register'] : [];
    const env = { PLINTH_ADMIN_PORT: '0', OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl };
    subjects.set(library, await startSubject<unknown, Answer, Order>({ file: 'log-lines.mjs', args: [library], execArgv, env }));
  }
  const measured = new Map<string, number[]>();
  const valuesOf = (library: string, record: string, linesPerTick: number): number[] => {
    const key = `${library}|${record}|${linesPerTick}`;
    const values = measured.get(key) ?? [];
    measured.set(key, values);
    return values;
  };
  const cells = records.flatMap((record) => ticks.map((linesPerTick) => ({ record, linesPerTick })));
  for (let round = 0; round < rounds; round++) {
    for (const { record, linesPerTick } of shuffle(cells)) {
      for (const [library, subject] of shuffle([...subjects])) {
        valuesOf(library, record, linesPerTick).push((await subject.ask({ record, linesPerTick })).nanosecondsPerLine);
      }
    }
  }
  for (const subject of subjects.values()) await subject.stop();
  const tables = ticks.map((linesPerTick) => {
    const rows = records.map((record) => {
      const pino = valuesOf('pino', record, linesPerTick);
      const columns = libraries.map((library) => {
        const values = valuesOf(library, record, linesPerTick);
        const nanoseconds = median(values).toFixed(0);
        return library === 'pino' ? nanoseconds : `${nanoseconds} × ${renderPairedRatio(values, pino)}`;
      });
      return `| ${record} | ${columns.join(' | ')} |`;
    });
    const lines = `${linesPerTick} ${linesPerTick === 1 ? 'line' : 'lines'} a tick`;
    return [`### ${lines}`, '', `| | ${libraries.join(' | ')} |`, '| --- | --- | --- | --- | --- |', ...rows, ''].join('\n');
  });
  return [
    `## One log line to /dev/null (${rounds} interleaved rounds of 4000 lines)`,
    '',
    'CPU ns a line, median, and × pino: paired median (quartiles). Plinth redacts, and in a span correlates; pino and winston (errors, timestamp, json) do neither.',
    'pino writes synchronously, its default; Plinth and winston write once a tick. One line a tick holds about 1 µs of the tick itself; in a span holds one span a tick.',
    '',
    ...tables,
    'Goal: at most pino’s plain line.',
  ].join('\n');
}
