// Sends the whole corpus through a real service and keeps every byte that left it, by sink.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeExportRequest } from '@plinth/otlp';
import type { Secret } from '../canary/corpus.ts';
import { startService } from './service-process.ts';

export const sinks = [
  'stdout',
  'stderr',
  'own transport and format',
  'OTLP traces',
  'OTLP logs',
  'OTLP metrics',
  '/metrics as text',
  '/metrics as OpenMetrics',
  'response headers',
  'outgoing headers',
] as const;
export type Sink = (typeof sinks)[number];
export type Output = Readonly<Record<Sink, string>>;

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

async function startListener(): Promise<{ url: string; received: Received[]; server: Server }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received, server };
}

/** The bytes as text, and what they decode to. */
function readExport({ path, headers, body }: Received): string {
  const bytes = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  const signal = path.slice('/v1/'.length) as 'traces' | 'logs' | 'metrics';
  const decoded = decodeExportRequest(signal, 'protobuf', bytes);
  return `${bytes.toString('utf8')}\n${JSON.stringify(decoded, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}\n`;
}

/** Requests that carry the secret in their URL, their headers, their baggage and their correlation id. */
async function callWith({ class: kind, key, value }: Secret, url: string): Promise<Headers[]> {
  const pair = `${encodeURIComponent(key)}=${encodeURIComponent(value)}`;
  const name = key.replaceAll(/[^A-Za-z0-9_-]/g, '-');
  const header = /^[\x20-\x7e]+$/.test(value) ? value : encodeURIComponent(value);
  const requests: [path: string, headers: Record<string, string>][] = [
    [`/search?page=2&${pair}&sort=asc`, {}],
    [kind === 'named' ? `/users;${pair}` : `/users/${encodeURIComponent(value)}/orders`, {}],
    ['/headers', { [name]: header, 'user-agent': kind === 'named' ? `agent (${key}=${header})` : `agent (${header})` }],
    [
      '/baggage',
      { baggage: `${name}=${encodeURIComponent(value)},text=${encodeURIComponent(kind === 'named' ? `${key}=${value}` : value)}` },
    ],
  ];
  if (kind !== 'named')
    requests.push(['/id', { 'x-correlation-id': header }], ['/id', { baggage: `correlation_id=${encodeURIComponent(value)}` }]);
  const answers: Headers[] = [];
  for (const [path, headers] of requests) {
    const response = await fetch(url + path, { headers });
    await response.text();
    answers.push(response.headers);
  }
  return answers;
}

export async function runCanary(
  secrets: readonly Secret[],
  env: Readonly<Record<string, string>> = {},
  execArgv: readonly string[] = [],
): Promise<Output> {
  const folder = mkdtempSync(join(tmpdir(), 'canary-'));
  const file = join(folder, 'transport.txt');
  writeFileSync(file, '');
  const [collector, downstream] = await Promise.all([startListener(), startListener()]);
  const service = await startService(
    'canary.mjs',
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_LOGS_EXPORTER: 'console,otlp',
      OTEL_METRICS_EXPORTER: 'prometheus,otlp',
      OTEL_TRACES_SAMPLER: 'always_on',
      OTEL_BSP_SCHEDULE_DELAY: '50',
      OTEL_BLRP_SCHEDULE_DELAY: '50',
      OTEL_BSP_MAX_QUEUE_SIZE: '100000',
      OTEL_BLRP_MAX_QUEUE_SIZE: '100000',
      PLINTH_LOG_BUFFER_BYTES: String(1 << 28),
      PLINTH_LOG_BAGGAGE_KEYS: ['text', ...new Set(secrets.map(({ key }) => key.replaceAll(/[^A-Za-z0-9_-]/g, '-')))].join(','),
      CANARY_FILE: file,
      CANARY_DOWNSTREAM: downstream.url,
      ...env,
    },
    execArgv,
  );
  try {
    const post = async (path: string, body: string): Promise<void> =>
      void (await (await fetch(service.url + path, { method: 'POST', body })).text());
    const responses: Headers[] = [];
    const body = JSON.stringify(secrets);
    // First by the logger's own way to stdout, then with the service's transport and format.
    await post('/emit', body);
    await post('/pipeline', '');
    await post('/emit', body);
    for (const secret of secrets) responses.push(...(await callWith(secret, service.url)));
    const scrape = async (accept: string): Promise<string> => (await fetch(`${service.adminUrl}/metrics`, { headers: { accept } })).text();
    const texts = [await scrape('text/plain'), await scrape('application/openmetrics-text')] as const;
    service.child.kill('SIGTERM');
    await service.ended;
    const exports = (signal: string): string =>
      collector.received
        .filter(({ path }) => path === `/v1/${signal}`)
        .map(readExport)
        .join('');
    return {
      stdout: service.stdout(),
      stderr: service.stderr(),
      'own transport and format': readFileSync(file, 'utf8'),
      'OTLP traces': exports('traces'),
      'OTLP logs': exports('logs'),
      'OTLP metrics': exports('metrics'),
      '/metrics as text': texts[0],
      '/metrics as OpenMetrics': texts[1],
      'response headers': responses.map((headers) => JSON.stringify([...headers])).join('\n'),
      'outgoing headers': downstream.received.map(({ headers }) => JSON.stringify(headers)).join('\n'),
    };
  } finally {
    service.child.kill('SIGKILL');
    for (const { server } of [collector, downstream]) {
      server.close();
      server.closeAllConnections();
    }
    rmSync(folder, { recursive: true, force: true });
  }
}
