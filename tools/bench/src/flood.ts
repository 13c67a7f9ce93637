// 200,000 spans and as many log lines with the Collector down and nobody reading stdout: how long the event loop stands still.
import { join } from 'node:path';
import { median, quantile, shuffle } from './statistics.ts';
import { stacks, type Stack } from './stacks.ts';
import { startSubject } from './subject-process.ts';

interface Answer {
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  readonly rssGrowthBytes: number;
}

const rounds = 7;
const count = 200_000;
const names = ['bare', 'plinth', 'usual stack'] as const;
// Reserved and never listened to by anything: connections are refused.
const deadCollector = 'http://127.0.0.1:1';

export async function measureFlood(): Promise<string> {
  const measured = new Map<string, Answer[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of shuffle(names)) {
      const { execArgv, peer }: Stack = stacks[name];
      const subject = await startSubject<unknown, Answer, number>({
        file: 'flood.mjs',
        args: [name],
        execArgv,
        unreadStdout: true,
        ...(peer === undefined ? {} : { cwd: join(import.meta.dirname, '../peers', peer) }),
        env: {
          OTEL_SERVICE_NAME: 'flood',
          OTEL_EXPORTER_OTLP_ENDPOINT: deadCollector,
          OTEL_TRACES_SAMPLER: 'traceidratio',
          OTEL_TRACES_SAMPLER_ARG: '0.5',
          OTEL_METRICS_EXPORTER: 'none',
          ...(peer === undefined ? { PLINTH_ADMIN_PORT: '0', OTEL_LOGS_EXPORTER: 'console,otlp' } : {}),
        },
      });
      measured.get(name)?.push(await subject.ask(count));
      await subject.stop();
    }
  }
  const rows = names.map((name) => {
    const answers = measured.get(name) ?? [];
    const column = (key: 'p50' | 'p99' | 'longest'): string => median(answers.map((answer) => answer[key])).toFixed(1);
    const p99 = answers.map((answer) => answer.p99);
    const growth = median(answers.map((answer) => answer.rssGrowthBytes / 2 ** 20)).toFixed(0);
    return `| ${name} | ${column('p50')} | ${column('p99')} (${quantile(p99, 0).toFixed(1)}–${quantile(p99, 1).toFixed(1)}) | ${column('longest')} | ${growth} |`;
  });
  return [
    `## A flood: ${count.toLocaleString('en')} spans and log lines, the Collector refusing, stdout unread (${rounds} interleaved rounds)`,
    '',
    'Event-loop delay in ms, median of the rounds (lowest–highest), and growth of RSS in MiB without a forced collection. Bursts of 50, half of the traces sampled. Plinth also sends its log lines by OTLP; winston keeps what stdout does not take in memory.',
    '',
    '| | delay, median | delay, p99 | delay, longest | RSS growth |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    'Goal: p99 at most 20 ms.',
  ].join('\n');
}
