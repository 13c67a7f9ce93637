// 200,000 spans and as many log lines while the Collector is down and nobody reads stdout: bounded, and accounted for to the record.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startReceiver } from '@plinth/otlp';
import { afterEach, expect, test } from 'vitest';
import { until } from './service-process.ts';

let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

interface Account {
  readonly signal: string;
  readonly sink: string;
  readonly created: number;
  readonly exported: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly in_flight: number;
  readonly sampled_out: number;
  readonly difference: number;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const total = 220_000;

test('the ledger balances, memory is bounded, and the Collector’s return is noticed', { timeout: 90_000 }, async () => {
  const [collectorPort, adminPort] = [await findFreePort(), await findFreePort()];
  child = fork(join(import.meta.dirname, 'fixtures/flood.mjs'), {
    execArgv: ['--expose-gc', '--import', '@plinth/node/register'],
    env: {
      PATH: process.env['PATH'],
      OTEL_SERVICE_NAME: 'flood',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collectorPort}`,
      OTEL_LOGS_EXPORTER: 'console,otlp',
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.5',
      PLINTH_ADMIN_PORT: String(adminPort),
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const accounts = async (): Promise<Record<string, Account>> => {
    const page = (await (await fetch(`http://127.0.0.1:${adminPort}/debug/plinth`)).json()) as { ledger: Account[] };
    return Object.fromEntries(page.ledger.map((account) => [`${account.signal} ${account.sink}`, account]));
  };
  await once(child, 'message');
  child.send(200_000);
  const [report] = (await once(child, 'message')) as [{ rssGrowth: number }];
  const { 'traces otlp': traces, 'logs otlp': logs, 'logs stdout': stdout } = await accounts();

  // Two lines more: the start, and each notice that something is wrong.
  expect(traces).toMatchObject({ created: total, exported: 0, in_flight: 2048, difference: 0 });
  expect(traces!.sampled_out).toBeGreaterThan(total * 0.48);
  expect(traces!.dropped['queue_full']).toBe(total - traces!.sampled_out - 2048);
  expect(logs!.created).toBeGreaterThan(total);
  expect(logs).toMatchObject({ exported: 0, in_flight: 2048, difference: 0 });
  expect(stdout!.created).toBe(logs!.created);
  expect(stdout!.difference).toBe(0);
  expect(stdout!.dropped['buffer_full']).toBeGreaterThan(100_000);
  expect(report.rssGrowth).toBeLessThan(64 * 1024 * 1024);

  // The Collector comes back, and somebody reads.
  let arrived = 0;
  const receiver = await startReceiver({ port: collectorPort, onTraces: (spans) => void (arrived += spans.length) });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  for (let waited = 0; waited < 60_000; waited += 100) {
    const now = await accounts();
    if (Object.values(now).every(({ in_flight }) => in_flight === 0)) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const after = await accounts();
  expect(after['traces otlp']).toMatchObject({ exported: 2048, in_flight: 0, difference: 0 });
  expect(arrived).toBe(2048);
  expect(after['logs stdout']).toMatchObject({ in_flight: 0, difference: 0 });
  expect(after['logs otlp']!.exported).toBeGreaterThanOrEqual(2048);
  await until(() => output.includes('telemetry is delivered again'));
  const codes = output.split('\n').flatMap((line) => /"code":"(node\.[a-z_]+)"/.exec(line)?.[1] ?? []);
  expect(codes).toEqual(expect.arrayContaining(['node.export_failed', 'node.export_queue_full']));
  // Said, not repeated: 400,000 losses are a handful of lines.
  expect(codes.length).toBeLessThan(12);
  expect(output).toContain('telemetry is delivered again');

  const metrics = await (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text();
  expect(metrics).toContain(`plinth_telemetry_created_total{signal="traces",sink="otlp"} ${after['traces otlp']!.created}`);
  expect(metrics).toMatch(/plinth_telemetry_dropped_total\{signal="traces",sink="otlp",reason="queue_full"\} \d{5,}/);
  expect(metrics).toContain('plinth_telemetry_in_flight{signal="traces",sink="otlp"} 0');
  await receiver.shutdown();
});
