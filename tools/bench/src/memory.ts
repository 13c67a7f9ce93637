// RSS and heap of each stack at the same load, all at once.
import { startLoad } from './load.ts';
import { startService, stackNames, type ServiceSubject, type StackName } from './stacks.ts';
import { slope } from './statistics.ts';

const requestsPerSecond = 200;
const sampleSeconds = 2;
const megabyte = 2 ** 20;

export async function measureMemory(collectorUrl: string, minutes: number): Promise<string> {
  const measured = await Promise.all(
    stackNames.map(async (stack) => {
      // Two processes: a forced collection gives memory back, and what grows again after it would look like a leak.
      const [rss, heap] = await Promise.all([
        loadService(stack, collectorUrl, minutes, sampleRss),
        loadService(stack, collectorUrl, minutes, sampleHeap),
      ]);
      return { stack, rss, heap };
    }),
  );
  const rows = measured.map(({ stack, rss, heap }) => {
    const [early, ...later] = heap.samples;
    const settled = rss.samples.slice(Math.floor(rss.samples.length / 2));
    const values = settled.map(([, value]) => value);
    const perMinute = slope(settled).toFixed(2);
    const range = `${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)}`;
    return `| ${stack} | ${rss.requests} | ${(rss.startedBytes / megabyte).toFixed(0)} | ${range} | ${perMinute} | ${early?.[1].toFixed(1)} | ${later.at(-1)?.[1].toFixed(1)} |`;
  });
  return [
    `## Memory: ${minutes} minutes of ${requestsPerSecond} requests a second, 10 % sampled, all stacks at once`,
    '',
    'RSS in the second half of the time: its range, and the slope of a least-squares line in MiB a minute. The heap is what a full collection leaves, after a fifth of the time and at the end, in another process with the same load.',
    '',
    '| | requests | RSS MiB, listening | RSS MiB, second half | RSS slope | heap MiB, early | heap MiB, end |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** Minute, MiB. */
type Sample = readonly [number, number];
type TakeSamples = (subject: ServiceSubject, minutes: number) => Promise<readonly Sample[]>;

async function loadService(stack: StackName, collectorUrl: string, minutes: number, take: TakeSamples) {
  const subject = await startService({ stack, server: 'http', collectorUrl, ratio: 0.1, execArgv: ['--expose-gc'] });
  const load = await startLoad();
  const loaded = load.ask({
    url: `http://127.0.0.1:${subject.started.port}/`,
    connections: 4,
    duration: Math.round(minutes * 60),
    overallRate: requestsPerSecond,
  });
  const samples = await take(subject, minutes);
  const { requests, failed } = await loaded;
  if (failed > 0) throw new Error(`${stack}: ${failed} requests failed`);
  await load.stop();
  await subject.stop();
  return { samples, requests, startedBytes: subject.started.rssBytes };
}

async function sampleRss(subject: ServiceSubject, minutes: number): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const started = performance.now();
  while (performance.now() - started < minutes * 60_000) {
    await wait(sampleSeconds * 1000);
    samples.push([(performance.now() - started) / 60_000, (await subject.ask('usage')).rssBytes / megabyte]);
  }
  return samples;
}

async function sampleHeap(subject: ServiceSubject, minutes: number): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const minute of [minutes / 5, minutes]) {
    await wait((minute - (samples[0]?.[0] ?? 0)) * 60_000);
    samples.push([minute, (await subject.ask('collect')).heapBytes / megabyte]);
  }
  return samples;
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
