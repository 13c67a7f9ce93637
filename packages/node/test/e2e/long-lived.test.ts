// What does not end by itself, at the end of the process.
import { once } from 'node:events';
import { get } from 'node:http';
import { connect, type ClientHttp2Session } from 'node:http2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startCollector, startService, type Received, type ServiceProcess } from './service-process.ts';

let collector: Received;
let service: ServiceProcess;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(async () => {
  service.child.kill('SIGKILL');
  await collector.shutdown();
});

async function start(env: Record<string, string> = {}): Promise<readonly [http: string, http2: string]> {
  service = await startService('long-lived.mjs', { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...env });
  return service.url.split(' ') as [string, string];
}
const codes = () => service.lines.flatMap(({ code }) => (code === undefined ? [] : [code]));
const spansOf = (kind: 'server' | 'client') =>
  collector.spans
    .filter((span) => span.kind === kind)
    .map(({ attributes }) => [attributes['url.path'] ?? '', attributes['http.response.status_code'], attributes['error.type']])
    .toSorted((left, right) => String(left).localeCompare(String(right)));

test('an open WebSocket holds nothing, and its handshake is a span and a line with ids', async () => {
  const [url] = await start();
  const client = new WebSocket(url.replace('http', 'ws')).on('error', () => {});
  await once(client, 'open');
  service.child.kill('SIGTERM');
  expect(await service.ended).toEqual({ code: null, signal: 'SIGTERM' });
  expect(codes()).toEqual([]);
  expect(spansOf('server')).toEqual([['/', 101, undefined]]);
  const line = service.lines.find(({ message }) => message === 'upgrade');
  expect(line).toMatchObject({ trace_id: collector.spans[0]?.traceId, correlation_id: expect.any(String) as string });
});

async function openStreams(http1: string, http2: string): Promise<void> {
  await new Promise((resolve) => get(http1, (response) => response.once('data', resolve)).on('error', () => {}));
  const stream = connect(http2)
    .on('error', () => {})
    .request({ ':path': '/events' })
    .on('error', () => {});
  await once(stream, 'data');
}

test('streams of events are cut at the end of their time, and their spans are delivered', async () => {
  const [http1, http2] = await start({ PLINTH_SHUTDOWN_TIMEOUT: '1000' });
  await openStreams(http1, http2);
  service.child.kill('SIGTERM');
  expect(await service.ended).toEqual({ code: null, signal: 'SIGTERM' });
  expect(codes()).toEqual(['node.shutdown_cut']);
  expect(spansOf('server')).toEqual([
    ['/', 200, 'aborted'],
    ['/events', 200, 'aborted'],
  ]);
  const line = service.lines.find(({ message }) => message === 'stream closed');
  expect(line).toMatchObject({ correlation_id: expect.any(String) as string });
});

test('a service that exits by itself delivers the spans of what is open, of its servers and its clients', async () => {
  const [http1, http2] = await start({ OWN_EXIT: '1' });
  await openStreams(http1, http2);
  await new Promise((resolve) => get(`${http1}/unread`, (response) => response.resume().on('end', resolve)));
  service.child.kill('SIGTERM');
  expect(await service.ended).toEqual({ code: 0, signal: null });
  expect(spansOf('server')).toEqual([
    ['/', 200, 'aborted'],
    ['/big', 200, 'aborted'],
    ['/events', 200, 'aborted'],
    ['/unread', 200, undefined],
  ]);
  expect(spansOf('client')).toEqual([['', 200, undefined]]);
});

test('HTTP/2 under load: no stream fails, the connections are told to end', async () => {
  const [, url] = await start();
  const outcomes: string[] = [];
  const ask = (session: ClientHttp2Session, path: string): Promise<string> =>
    new Promise((resolve) => {
      const stream = session.request({ ':path': path });
      let status = 0;
      stream.on('response', (headers) => (status = headers[':status'] ?? 0)).resume();
      stream.on('error', (error) => resolve(`failed: ${error.message}`)).on('close', () => resolve(String(status)));
    });
  const running = Array.from({ length: 6 }, async (_, index) => {
    const session = connect(url).on('error', () => {});
    while (!session.closed && !session.destroyed) outcomes.push(await ask(session, index % 2 === 0 ? '/slow' : '/fast'));
  });
  await expect.poll(() => outcomes.length).toBeGreaterThan(50);
  service.child.kill('SIGTERM');
  await Promise.all(running);
  // A stream that the client was about to send is refused before it is sent. It may be sent again.
  const sent = outcomes.filter((outcome) => !outcome.endsWith('NGHTTP2_REFUSED_STREAM'));
  expect(new Set(sent)).toEqual(new Set(['200']));
  expect(await service.ended).toEqual({ code: null, signal: 'SIGTERM' });
  expect(codes()).toEqual([]);
  expect(spansOf('server')).toHaveLength(sent.length);
});
