// RSS and heap of each stack at the same load, all at once.
import { startLoad } from './load.ts';
import { startService, stackNames } from './stacks.ts';
import { slope } from './statistics.ts';

const requestsPerSecond = 200;
const sampleSeconds = 2;
const megabyte = 2 ** 20;

export async function measureMemory(collectorUrl: string, minutes: number): Promise<string> {
  const measured = await Promise.all(
    stackNames.map(async (stack) => {
      const subject = await startService({ stack, server: 'http', collectorUrl, ratio: 0.1, execArgv: ['--expose-gc'] });
      const load = await startLoad();
      const samples: { readonly minute: number; readonly rss: number }[] = [];
      const started = performance.now();
      const loaded = load.ask({
        url: `http://127.0.0.1:${subject.started.port}/`,
        connections: 4,
        duration: Math.round(minutes * 60),
        overallRate: requestsPerSecond,
      });
      let early: number | undefined;
      while (performance.now() - started < minutes * 60_000) {
        if (early === undefined && performance.now() - started > minutes * 12_000)
          early = (await subject.ask('collect')).heapBytes / megabyte;
        await new Promise((resolve) => setTimeout(resolve, sampleSeconds * 1000));
        const { rssBytes } = await subject.ask('usage');
        samples.push({ minute: (performance.now() - started) / 60_000, rss: rssBytes / megabyte });
      }
      const { requests, failed } = await loaded;
      const late = (await subject.ask('collect')).heapBytes / megabyte;
      if (failed > 0) throw new Error(`${stack}: ${failed} requests failed`);
      await load.stop();
      await subject.stop();
      return { stack, samples, requests, started: subject.started, early: early ?? late, late };
    }),
  );
  const rows = measured.map(({ stack, samples, requests, started, early, late }) => {
    const last = samples.at(-1);
    const settled = samples.slice(Math.floor(samples.length / 2));
    const perMinute = slope(settled.map((sample) => [sample.minute, sample.rss])).toFixed(2);
    return `| ${stack} | ${requests} | ${(started.rssBytes / megabyte).toFixed(0)} | ${last?.rss.toFixed(0)} | ${perMinute} | ${early.toFixed(1)} | ${late.toFixed(1)} |`;
  });
  return [
    `## Memory: ${minutes} minutes of ${requestsPerSecond} requests a second, 10 % sampled, all stacks at once`,
    '',
    'The slope is a least-squares line through the second half of the samples, in MiB a minute. The heap is what a full collection leaves, after a fifth of the time and at the end.',
    '',
    '| | requests | RSS MiB, listening | RSS MiB, end | RSS slope | heap MiB, early | heap MiB, end |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
