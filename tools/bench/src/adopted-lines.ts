// CPU for one line of a logger that the service brings: alone, beside the SDK, adopted by it, and with OpenTelemetry's instrumentation.
import { join } from 'node:path';
import { stacks } from './stacks.ts';
import { median, renderPairedRatio, shuffle } from './statistics.ts';
import { startSubject, type Subject } from './subject-process.ts';

interface Answer {
  readonly nanosecondsPerLine: number;
}

const rounds = 15;
const records = ['text', '4 fields', 'a level that is off'] as const;
const libraries = ['winston', 'pino'] as const;
const usualStack = join(import.meta.dirname, '../peers/usual-stack');

interface Way {
  readonly name: string;
  readonly execArgv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const sdk = ['--import', '@plinth/node/register'];
/** The first is what the others are compared with: the context of a request costs the streams of a logger something, too. */
const ways: readonly Way[] = [
  { name: 'beside the SDK, not adopted', execArgv: sdk, env: { PLINTH_ADOPT: 'none' } },
  { name: 'adopted', execArgv: sdk },
  { name: 'without anything', execArgv: [] },
  // OpenTelemetry's packages for pino are not among those of the usual stack.
  { name: 'instrumented by OpenTelemetry', execArgv: stacks['usual stack'].execArgv, cwd: usualStack },
];

export async function measureAdoptedLines(collectorUrl: string): Promise<string> {
  const rows: string[] = [];
  for (const library of libraries) {
    const subjects = new Map<string, Subject<unknown, Answer, string>>();
    for (const { name, execArgv, env, cwd } of ways) {
      if (cwd !== undefined && library === 'pino') continue;
      const exporters = { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl };
      const options = { file: 'adopted-lines.mjs', args: [library], execArgv, env: { PLINTH_ADMIN_PORT: '0', ...exporters, ...env } };
      subjects.set(name, await startSubject<unknown, Answer, string>({ ...options, ...(cwd !== undefined && { cwd }) }));
    }
    for (const record of records) {
      const measured = new Map<string, number[]>([...subjects.keys()].map((name) => [name, []]));
      for (let round = 0; round < rounds; round++) {
        for (const [name, subject] of shuffle([...subjects])) measured.get(name)?.push((await subject.ask(record)).nanosecondsPerLine);
      }
      const [first = []] = measured.values();
      const cells = ways.map(({ name }) => {
        const values = measured.get(name);
        if (values === undefined) return '–';
        const nanoseconds = median(values).toFixed(0);
        return values === first ? nanoseconds : `${nanoseconds} × ${renderPairedRatio(values, first)}`;
      });
      rows.push(`| ${library}, ${record} | ${cells.join(' | ')} |`);
    }
    for (const subject of subjects.values()) await subject.stop();
  }
  return [
    `## One line of a logger that the service brings (${rounds} interleaved rounds of 2000 lines)`,
    '',
    'CPU ns a line inside of a request, median, and × the first column: paired median (quartiles). An adopted line has ids and is redacted; OpenTelemetry adds ids.',
    '',
    `| | ${ways.map(({ name }) => name).join(' | ')} |`,
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    'Goals: 4 fields at most 1.5 × winston and 1.9 × pino; a level that is off at most 1.1 ×.',
  ].join('\n');
}
