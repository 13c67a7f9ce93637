// RSS and heap of each stack at the same load, all at once, and the slope of a line through the second half of the samples.
import { startLoad } from './load.ts';
import { startService, stackNames } from './stacks.ts';
import { slope } from './statistics.ts';

const requestsPerSecond = 200;
const sampleSeconds = 2;
const megabyte = 2 ** 20;

export async function measureMemory(collectorUrl: string, minutes: number): Promise<string> {
  const measured = await Promise.all(
    stackNames.map(async (stack) => {
      const subject = await startService({ stack, server: 'http', collectorUrl, ratio: 0.1 });
      const load = await startLoad();
      const samples: { readonly minute: number; readonly rss: number; readonly heap: number }[] = [];
      const started = performance.now();
      const loaded = load.ask({
        url: `http://127.0.0.1:${subject.started.port}/`,
        connections: 4,
        duration: Math.round(minutes * 60),
        overallRate: requestsPerSecond,
      });
      while (performance.now() - started < minutes * 60_000) {
        await new Promise((resolve) => setTimeout(resolve, sampleSeconds * 1000));
        const { rssBytes, heapBytes } = await subject.ask('usage');
        samples.push({ minute: (performance.now() - started) / 60_000, rss: rssBytes / megabyte, heap: heapBytes / megabyte });
      }
      const { requests, failed } = await loaded;
      if (failed > 0) throw new Error(`${stack}: ${failed} requests failed`);
      await load.stop();
      await subject.stop();
      return { stack, samples, requests, started: subject.started };
    }),
  );
  const rows = measured.map(({ stack, samples, requests, started }) => {
    const last = samples.at(-1);
    const settled = samples.slice(Math.floor(samples.length / 2));
    const lowest = (key: 'rss' | 'heap'): string => Math.min(...settled.map((sample) => sample[key])).toFixed(0);
    const perMinute = (key: 'rss' | 'heap'): string => slope(settled.map((sample) => [sample.minute, sample[key]])).toFixed(2);
    return `| ${stack} | ${requests} | ${(started.rssBytes / megabyte).toFixed(0)} | ${last?.rss.toFixed(0)} | ${perMinute('rss')} | ${lowest('heap')} | ${perMinute('heap')} |`;
  });
  return [
    `## Memory: ${minutes} minutes of ${requestsPerSecond} requests a second, 10 % sampled, all stacks at once`,
    '',
    'Slopes are least-squares lines through the second half of the samples, in MiB a minute. Of the heap the lowest of that half is shown: what is left after collections.',
    '',
    '| | requests | RSS MiB, listening | RSS MiB, end | RSS slope | heap MiB, lowest | heap slope |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
