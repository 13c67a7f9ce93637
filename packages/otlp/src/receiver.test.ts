import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Receiver, ReceiverOptions, SimulatedResponse } from './receiver-options.ts';
import { bodies, contentTypes, post, postTraces, readStatus, start } from './testdata/client.ts';
import type { Encoding, Signal, SpanRecord } from './types.ts';

describe('a request', () => {
  const cases = (['traces', 'logs', 'metrics'] as const).flatMap((signal) =>
    (['protobuf', 'json'] as const).flatMap((encoding) => [true, false].map((gzip) => ({ signal, encoding, gzip }))),
  );

  it.each(cases)('of $signal in $encoding, gzip $gzip, is handed on and answered in kind', async ({ signal, encoding, gzip }) => {
    const taken: [Signal, number, Encoding, Uint8Array][] = [];
    const receiver = await start({
      onTraces: (records, request) => void taken.push(['traces', records.length, request.encoding, request.body]),
      onLogs: (records, request) => void taken.push(['logs', records.length, request.encoding, request.body]),
      onMetrics: (records, request) => void taken.push(['metrics', records.length, request.encoding, request.body]),
    });
    const body = bodies[signal][encoding];
    const headers = { 'content-type': contentTypes[encoding], ...(gzip && { 'content-encoding': 'gzip' }) };
    const response = await post(receiver, `/v1/${signal}`, gzip ? gzipSync(body) : body, headers);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(contentTypes[encoding]);
    expect(await response.text()).toBe(encoding === 'json' ? '{}' : '');
    expect(taken).toEqual([[signal, { traces: 2, logs: 1, metrics: 5 }[signal], encoding, body]]);
    expect(receiver.counts()).toEqual({ accepted: 1, refused: 0, failed: 0, aborted: 0 });
  });

  it('may have a query, parameters of its content type and any case of letters', async () => {
    const receiver = await start();
    const headers = { 'content-type': 'Application/JSON; charset=utf-8', 'content-encoding': 'GZIP' };
    expect((await post(receiver, '/v1/traces?tenant=a', gzipSync(bodies.traces.json), headers)).status).toBe(200);
    expect((await post(receiver, '/v1/traces', bodies.traces.json, { ...headers, 'content-encoding': 'identity' })).status).toBe(200);
  });

  it('without records succeeds and calls nothing', async () => {
    const batches: unknown[] = [];
    const receiver = await start({ onTraces: (records) => void batches.push(records) });
    expect((await post(receiver, '/v1/traces', new Uint8Array(), { 'content-type': contentTypes.protobuf })).status).toBe(200);
    expect((await post(receiver, '/v1/traces', Buffer.from('{}'), { 'content-type': contentTypes.json })).status).toBe(200);
    expect(batches).toEqual([]);
  });

  it('of a signal without a callback is checked, accepted and dropped', async () => {
    const receiver = await start({});
    expect((await postTraces(receiver)).status).toBe(200);
    expect((await post(receiver, '/v1/traces', Buffer.from('{'), { 'content-type': contentTypes.json })).status).toBe(400);
  });

  it('is answered when the callback has resolved', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const order: string[] = [];
    const receiver = await start({ onTraces: () => promise.then(() => void order.push('kept')) });
    const answered = postTraces(receiver).then(() => void order.push('answered'));
    resolve();
    await answered;
    expect(order).toEqual(['kept', 'answered']);
  });

  it('may come with many others at once', async () => {
    const spans: SpanRecord[] = [];
    const receiver = await start({ onTraces: (records) => void spans.push(...records) });
    const encodings: readonly Encoding[] = ['protobuf', 'json'];
    const responses = await Promise.all(Array.from({ length: 60 }, (_, i) => postTraces(receiver, encodings[i % 2])));
    expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 200));
    expect(spans).toHaveLength(120);
    expect(receiver.counts().accepted).toBe(60);
  });
});

describe('a refused request', () => {
  const json = { 'content-type': contentTypes.json };
  const protobuf = { 'content-type': contentTypes.protobuf };

  it.each([
    ['an unknown path', 404, 5, '/v1/profiles', json, bodies.traces.json, 'otlp.path_unknown: '],
    [
      'a path with a slash at its end',
      404,
      5,
      '/v1/traces/',
      protobuf,
      bodies.traces.protobuf,
      'path: expected /v1/traces, /v1/logs, /v1/metrics, got /v1/traces/',
    ],
    [
      'text',
      415,
      3,
      '/v1/traces',
      { 'content-type': 'text/plain' },
      bodies.traces.json,
      'content-type: expected application/x-protobuf or application/json, got text/plain',
    ],
    [
      'deflate',
      415,
      3,
      '/v1/traces',
      { ...protobuf, 'content-encoding': 'deflate' },
      bodies.traces.protobuf,
      'content-encoding: expected gzip or identity, got deflate',
    ],
    [
      'gzip twice',
      415,
      3,
      '/v1/traces',
      { ...json, 'content-encoding': 'gzip, gzip' },
      bodies.traces.json,
      'otlp.content_encoding_unsupported: ',
    ],
    ['broken protobuf', 400, 3, '/v1/logs', protobuf, bodies.logs.protobuf.subarray(0, 30), 'otlp.protobuf_malformed: '],
    ['broken JSON', 400, 3, '/v1/logs', json, bodies.logs.json.subarray(0, 30), 'otlp.json_malformed: '],
    [
      'a value of another type',
      400,
      3,
      '/v1/traces',
      json,
      Buffer.from('{"resourceSpans":1}'),
      'resourceSpans: expected an array, got an integer',
    ],
    [
      'gzip that is not',
      400,
      3,
      '/v1/traces',
      { ...protobuf, 'content-encoding': 'gzip' },
      bodies.traces.protobuf,
      'otlp.gzip_malformed: ',
    ],
    [
      'gzip cut off',
      400,
      3,
      '/v1/traces',
      { ...json, 'content-encoding': 'gzip' },
      gzipSync(bodies.traces.json).subarray(0, 60),
      'got unexpected end of file',
    ],
  ])('for %s gets %i and a Status in its encoding', async (_name, status, code, path, headers, body, message) => {
    const spans: unknown[] = [];
    const receiver = await start({ onTraces: (records) => void spans.push(records), onLogs: (records) => void spans.push(records) });
    const response = await post(receiver, path, body, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe(
      headers === protobuf || headers['content-type'] === contentTypes.protobuf ? contentTypes.protobuf : contentTypes.json,
    );
    expect(await readStatus(response)).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(spans).toEqual([]);
    expect(receiver.counts()).toEqual({ accepted: 0, refused: 1, failed: 0, aborted: 0 });
    expect((await postTraces(receiver)).status).toBe(200);
  });

  it('without a content type gets 415 in JSON', async () => {
    const receiver = await start();
    const response = await post(receiver, '/v1/traces', bodies.traces.json, {});
    expect(response.status).toBe(415);
    expect(await readStatus(response)).toMatchObject({ message: expect.stringContaining('got none') });
  });

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('by %s gets 405 with the method to use', async (method) => {
    const receiver = await start();
    const response = await fetch(`${receiver.url}/v1/metrics`, { method, headers: protobuf });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(await readStatus(response)).toMatchObject({ code: 12, message: expect.stringContaining(`expected POST, got ${method}`) });
  });

  it('for its compression hears which one to use', async () => {
    const receiver = await start();
    const response = await post(receiver, '/v1/traces', bodies.traces.json, { ...json, 'content-encoding': 'br' });
    expect(response.headers.get('accept-encoding')).toBe('gzip');
  });
});

describe('a callback that fails', () => {
  it.each<[string, ReceiverOptions['onTraces']]>([
    [
      'throws',
      () => {
        throw new Error('disk full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('disk full'))],
  ])('because it %s is answered with 500 and counted', async (_name, onTraces) => {
    const receiver = await start({ ...(onTraces && { onTraces }) });
    for (const encoding of ['protobuf', 'json'] as const) {
      const response = await postTraces(receiver, encoding);
      expect(response.status).toBe(500);
      expect(await readStatus(response)).toMatchObject({
        code: 13,
        message: expect.stringContaining('onTraces: expected to return, got Error: disk full'),
      });
    }
    expect(receiver.counts()).toEqual({ accepted: 0, refused: 0, failed: 2, aborted: 0 });
  });

  it('does not stop the next request', async () => {
    let calls = 0;
    const receiver = await start({
      onTraces: () => {
        calls += 1;
        if (calls === 1) throw new TypeError('once');
      },
    });
    expect((await postTraces(receiver)).status).toBe(500);
    expect((await postTraces(receiver)).status).toBe(200);
  });
});

describe('a simulated failure', () => {
  async function startFailing(
    respond: (signal: Signal) => SimulatedResponse | undefined,
  ): Promise<{ receiver: Receiver; spans: SpanRecord[] }> {
    const spans: SpanRecord[] = [];
    return { receiver: await start({ respond, onTraces: (records) => void spans.push(...records) }), spans };
  }

  it('refuses with its status and headers, and hands nothing on', async () => {
    const { receiver, spans } = await startFailing((signal) =>
      signal === 'traces' ? { status: 503, headers: { 'Retry-After': '7' } } : undefined,
    );
    const response = await postTraces(receiver);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await readStatus(response)).toMatchObject({ code: 14, message: expect.stringContaining('otlp.refused_on_purpose') });
    expect(spans).toEqual([]);
    expect(receiver.counts()).toMatchObject({ accepted: 0, refused: 1 });
    expect((await post(receiver, '/v1/logs', bodies.logs.json, { 'content-type': contentTypes.json })).status).toBe(200);
  });

  it('that is only slow hands the records on', async () => {
    const { receiver, spans } = await startFailing(() => ({ status: 202, delayMs: 5, headers: { 'x-slow': 'yes' } }));
    const response = await postTraces(receiver);
    expect([response.status, response.headers.get('x-slow')]).toEqual([202, 'yes']);
    expect(spans).toHaveLength(2);
  });

  it('ends its delay at shutdown', async () => {
    const called = Promise.withResolvers<void>();
    const { receiver } = await startFailing(() => {
      called.resolve();
      return { status: 429, delayMs: 600_000 };
    });
    const answered = postTraces(receiver);
    await called.promise;
    await receiver.shutdown();
    expect((await answered).status).toBe(429);
  });

  it.each<[string, () => SimulatedResponse]>([
    [
      'throws',
      () => {
        throw new Error('oops');
      },
    ],
    ['gives no status of HTTP', () => ({ status: 99 })],
  ])('that %s is a failed callback', async (_name, respond) => {
    const { receiver, spans } = await startFailing(respond);
    const response = await postTraces(receiver);
    expect(response.status).toBe(500);
    expect(await readStatus(response)).toMatchObject({ message: expect.stringContaining('respond: expected to return') });
    expect(spans).toEqual([]);
  });

  it('with headers that HTTP does not allow drops the connection and is counted', async () => {
    const { receiver } = await startFailing(() => ({ status: 503, headers: { 'x-bad': 'a\nb' } }));
    await expect(postTraces(receiver)).rejects.toThrow('fetch failed');
    expect(receiver.counts()).toEqual({ accepted: 0, refused: 0, failed: 1, aborted: 0 });
  });
});
