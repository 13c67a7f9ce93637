// What a sender can make a receiver do: bounded by what it sends, and by how many send at once.
import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeExportRequest } from './export-request.ts';
import { OtlpError } from './errors.ts';
import { contentTypes, post, postTraces, readStatus, start } from './testdata/client.ts';
import type { Encoding, Signal } from './types.ts';

const mebibytes = 15 * 1024 * 1024;

/** Fields of protobuf around a payload, the innermost last. */
function nest(payload: Uint8Array, ...fields: readonly number[]): Uint8Array {
  return fields.toReversed().reduce<Uint8Array>((inner, field) => {
    const head = [field * 8 + 2];
    for (let length = inner.length; ; length = Math.floor(length / 128)) {
      head.push(length < 128 ? length : (length % 128) + 128);
      if (length < 128) break;
    }
    return Buffer.concat([Buffer.from(head), inner]);
  }, payload);
}

const repeat = (text: string, open: string, close: string): Buffer =>
  Buffer.from(`${open}${text.repeat(Math.floor((mebibytes - open.length - close.length) / text.length))}${close}`);

const bombs: readonly (readonly [string, Signal, Encoding, Uint8Array])[] = [
  ['empty resources', 'traces', 'protobuf', Buffer.alloc(mebibytes, Buffer.from([0x0a, 0]))],
  ['empty spans', 'traces', 'protobuf', nest(Buffer.alloc(mebibytes, Buffer.from([0x12, 0])), 1, 2)],
  ['empty attributes', 'logs', 'protobuf', nest(Buffer.alloc(mebibytes, Buffer.from([0x0a, 0])), 1, 1)],
  // metrics.exponential_histogram.data_points.positive.bucket_counts, packed.
  ['counts of buckets', 'metrics', 'protobuf', nest(Buffer.alloc(mebibytes), 1, 2, 2, 10, 1, 8, 2)],
  // metrics.histogram.data_points.bucket_counts, packed.
  ['counts of 8 bytes', 'metrics', 'protobuf', nest(Buffer.alloc(mebibytes), 1, 2, 2, 9, 1, 6)],
  ['empty objects', 'traces', 'json', repeat('{},', '{"resourceSpans":[', '{}]}')],
  ['empty objects that nobody reads', 'traces', 'json', repeat('{},', '{"unknown":[', '{}]}')],
  ['empty arrays', 'logs', 'json', repeat('[],', '{"unknown":[', '[]]}')],
  ['numbers', 'metrics', 'json', repeat('0,', '{"unknown":[', '0]}')],
];

describe('a small body that becomes very large', () => {
  it.each(bombs)('%s: %s in %s is refused', async (_name, signal, encoding, body) => {
    const sent = gzipSync(body);
    expect(sent.length).toBeLessThan(40_000);
    const receiver = await start();
    const headers = { 'content-type': contentTypes[encoding], 'content-encoding': 'gzip' };
    const response = await post(receiver, `/v1/${signal}`, sent, headers);
    expect(response.status).toBe(413);
    expect((await readStatus(response)).message).toMatch(/^otlp\.too_many_messages: /);
  });

  it('telemetry that compresses well is taken', () => {
    const records = Array.from({ length: 20_000 }, (_, index) => ({
      timeUnixNano: String(1_700_000_000_000_000_000n + BigInt(index)),
      body: { stringValue: 'request completed' },
      attributes: ['method', 'route', 'status', 'host', 'pod'].map((key) => ({ key, value: { stringValue: 'the same' } })),
    }));
    const body = Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: records }] }] }));
    const sent = gzipSync(body).length;
    expect(body.length / sent).toBeGreaterThan(40);
    expect(decodeExportRequest('logs', 'json', body, sent)).toHaveLength(20_000);
  });

  it('the decoder alone takes what was not compressed', () => {
    const spans = Buffer.alloc(400_000, Buffer.from([0x12, 0]));
    expect(decodeExportRequest('traces', 'protobuf', nest(spans, 1, 2))).toHaveLength(200_000);
    expect(() => decodeExportRequest('traces', 'protobuf', nest(spans, 1, 2), 1000)).toThrow(OtlpError);
  });
});

describe('many at once', () => {
  it('one more than maxRequests is told to come again, and is taken when it does', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let taken = 0;
    const full = Promise.withResolvers<void>();
    const receiver = await start({
      maxRequests: 3,
      onTraces() {
        taken += 1;
        if (taken === 3) full.resolve();
        return promise;
      },
    });
    const waiting = [0, 1, 2].map(() => postTraces(receiver));
    await full.promise;
    const refused = await postTraces(receiver);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await readStatus(refused)).message).toMatch(/^otlp\.too_busy: /);
    resolve();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await postTraces(receiver)).status).toBe(200);
    expect(receiver.counts()).toEqual({ accepted: 4, refused: 1, failed: 0, aborted: 0 });
  });

  it('bodies that are held together have a bound, too', async () => {
    const receiver = await start({ maxBodyBytes: 100_000 });
    const headers = { 'content-type': contentTypes.protobuf, 'content-length': 100_000 };
    const halves = Array.from({ length: 9 }, () => {
      const outgoing = httpRequest(`${receiver.url}/v1/traces`, { method: 'POST', headers, agent: false });
      const status = new Promise<number | undefined>((resolve) => {
        outgoing.once('response', (response) => resolve(response.resume().statusCode));
        outgoing.once('error', () => resolve(undefined));
      });
      outgoing.write(Buffer.alloc(95_000));
      return { outgoing, status };
    });
    expect(await Promise.race(halves.map(({ status }) => status))).toBe(429);
    for (const { outgoing } of halves) outgoing.destroy();
    await expect.poll(() => postTraces(receiver).then(({ status }) => status)).toBe(200);
  });

  it('maxRequests is a whole number from 1', async () => {
    await expect(start({ maxRequests: 0 })).rejects.toThrow('maxRequests: expected an integer from 1, got 0');
  });
});
