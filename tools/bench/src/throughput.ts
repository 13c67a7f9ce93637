// CPU for each request under load: node:http and fastify, 0, 10 and 100 % of traces sampled, every stack.
import type { Collector } from './collector.ts';
import { startService, stackNames, type Server, type ServiceSubject, type StackName } from './stacks.ts';
import { median, renderPairedRatio, shuffle } from './statistics.ts';
import { measureWithWrk } from './wrk.ts';

const rounds = 10;
const order = { connections: 16, duration: 1 };
const warmUp = { connections: 16, duration: 3 };
const ratios = [0, 0.1, 1];
const servers: readonly Server[] = ['http', 'fastify'];

interface Cell {
  readonly stack: StackName;
  readonly ratio: number;
  readonly name: string;
  readonly subject: ServiceSubject;
  readonly microseconds: number[];
  requests: number;
}

export async function measureThroughput(collectorUrl: string, collector: Collector): Promise<string> {
  const sections: string[] = [];
  for (const server of servers) sections.push(await measureServer(server, collectorUrl, collector));
  return [
    `## Requests per CPU-second: ${order.connections} connections, ${rounds} interleaved rounds of ${order.duration} s, loaded by wrk`,
    '',
    'The handler does nothing: the worst case. Spans a request are those that the receiver got: what is not exported costs nothing.',
    '',
    ...sections,
    'Goals: at least 0.75 of bare node:http at 10 %, 0.6 at 100 %, and 1.4 × the usual stack.',
  ].join('\n');
}

async function measureServer(server: Server, collectorUrl: string, collector: Collector): Promise<string> {
  const cells: Cell[] = [];
  for (const stack of stackNames) {
    for (const ratio of stack === 'bare' ? [0] : ratios) {
      const name = `${server} ${stack} ${ratio}`;
      const subject = await startService({ stack, server, collectorUrl, ratio, name });
      cells.push({ stack, ratio, name, subject, microseconds: [], requests: 0 });
    }
  }
  // Once for nothing: what is compiled and allocated first is not what a request costs.
  for (const cell of cells) cell.requests += (await measureWithWrk(cell.subject, warmUp)).requests;
  for (let round = 0; round < rounds; round++) {
    for (const cell of shuffle(cells)) {
      const { microseconds, requests } = await measureWithWrk(cell.subject, order);
      cell.microseconds.push(microseconds);
      cell.requests += requests;
    }
  }
  // The last batches: five seconds is everybody's default.
  await new Promise((resolve) => setTimeout(resolve, 6000));
  const { spans } = await collector.ask('usage');
  for (const { subject } of cells) await subject.stop();
  const bare = cells[0]?.microseconds ?? [];
  const rows = cells.map(({ stack, ratio, name, microseconds, requests }) => {
    const label = stack === 'bare' ? 'bare' : `${stack}, ${ratio * 100} % sampled`;
    // Of bare: how many requests for the CPU time of one bare request.
    return `| ${label} | ${median(microseconds).toFixed(1)} | ${renderPairedRatio(bare, microseconds)} | ${((spans[name] ?? 0) / requests).toFixed(2)} |`;
  });
  return [
    `### ${server === 'http' ? 'node:http' : 'Fastify'}`,
    '',
    '| | CPU µs a request, median | of bare, paired median (quartiles) | spans a request |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
