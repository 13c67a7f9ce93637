import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bodies, contentTypes, post, postTraces, readStatus, start } from './testdata/client.ts';

describe('a body too large', () => {
  const protobuf = { 'content-type': contentTypes.protobuf };

  it('gets 413, and one of the exact size does not', async () => {
    const size = bodies.traces.protobuf.length;
    const exact = await start({ maxBodyBytes: size });
    expect((await postTraces(exact)).status).toBe(200);
    const smaller = await start({ maxBodyBytes: size - 1 });
    const response = await postTraces(smaller);
    expect(response.status).toBe(413);
    expect(await readStatus(response)).toMatchObject({
      code: 8,
      message: expect.stringContaining(`expected at most ${size - 1} bytes, got ${size} bytes`),
    });
  });

  it('gets 413 by default above 16 MiB', async () => {
    const receiver = await start();
    expect((await post(receiver, '/v1/traces', Buffer.alloc(16 * 1024 * 1024 + 1), protobuf)).status).toBe(413);
  });

  it('gets 413 where its length is not declared, and the connection goes on', async () => {
    const receiver = await start({ maxBodyBytes: 100_000 });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = async (bytes: number): Promise<number | undefined> => {
      const request = httpRequest(`${receiver.url}/v1/traces`, { method: 'POST', agent, headers: protobuf });
      request.write(Buffer.alloc(bytes));
      request.end();
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
      return response.statusCode;
    };
    expect(await send(150_000)).toBe(413);
    expect(await send(0)).toBe(200);
    agent.destroy();
  });

  it('that never ends is answered and cut off', async () => {
    const receiver = await start({ maxBodyBytes: 50_000 });
    const socket = connect(receiver.port, '127.0.0.1');
    let answer = '';
    let sent = 0;
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', () => undefined);
    socket.write('POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-protobuf\r\ntransfer-encoding: chunked\r\n\r\n');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const feed = setInterval(() => {
      sent += 10_000;
      socket.write(`2710\r\n${'x'.repeat(10_000)}\r\n`);
    }, 1);
    await closed;
    clearInterval(feed);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(sent).toBeGreaterThan(50_000);
  });

  it('after decompression gets 413, and a bomb is not unpacked', async () => {
    const receiver = await start();
    const member = gzipSync(Buffer.alloc(1024 * 1024));
    const bomb = Buffer.concat(Array.from({ length: 2048 }, () => member));
    const before = process.resourceUsage().maxRSS;
    const responses = await Promise.all(
      Object.values(contentTypes).map((contentType) =>
        post(receiver, '/v1/traces', bomb, { 'content-type': contentType, 'content-encoding': 'gzip' }),
      ),
    );
    expect(responses.map(({ status }) => status)).toEqual([413, 413]);
    expect(await readStatus(responses[0] as Response)).toMatchObject({ message: expect.stringContaining('got more after decompression') });
    // KiB; unpacked, the two would be 4 GiB.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(256 * 1024);
  });

  it('in messages rather than bytes gets 413', async () => {
    const receiver = await start();
    const spans = Buffer.alloc(8 * 1024 * 1024, Buffer.from([0x0a, 0]));
    const response = await post(receiver, '/v1/traces', gzipSync(spans), { ...protobuf, 'content-encoding': 'gzip' });
    expect(response.status).toBe(413);
    expect(await readStatus(response)).toMatchObject({ message: expect.stringMatching(/^otlp\.too_many_messages: /) });
  });
});
