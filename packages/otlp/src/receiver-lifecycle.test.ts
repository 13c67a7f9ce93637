import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { bodies, contentTypes, postTraces, start } from './testdata/client.ts';

describe('a client', () => {
  it('that leaves before its body is complete is counted', async () => {
    const receiver = await start();
    const socket = connect(receiver.port, '127.0.0.1');
    socket.write('POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"res');
    await once(socket, 'connect');
    await expect.poll(() => postTraces(receiver).then(() => receiver.counts().accepted)).toBeGreaterThan(0);
    socket.destroy();
    await expect.poll(() => receiver.counts().aborted).toBe(1);
  });

  it('that leaves before its answer harms nothing', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const called = Promise.withResolvers<void>();
    const receiver = await start({
      onTraces: () => {
        called.resolve();
        return promise;
      },
    });
    const leaving = new AbortController();
    const body = new Uint8Array(bodies.traces.protobuf);
    const left = fetch(`${receiver.url}/v1/traces`, {
      method: 'POST',
      body,
      headers: { 'content-type': contentTypes.protobuf },
      signal: leaving.signal,
    });
    await called.promise;
    leaving.abort();
    await expect(left).rejects.toThrow('aborted');
    resolve();
    expect((await postTraces(receiver)).status).toBe(200);
  });

  it('that speaks no HTTP harms nothing', async () => {
    const receiver = await start();
    const socket = connect(receiver.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.end('\u0016\u0003nonsense\r\n\r\n');
    socket.resume();
    await once(socket, 'close');
    expect((await postTraces(receiver)).status).toBe(200);
  });
});

describe('starting', () => {
  it('listens on loopback and a free port by default', async () => {
    const receiver = await start();
    expect(receiver.url).toBe(`http://127.0.0.1:${receiver.port}`);
    expect(receiver.port).toBeGreaterThan(0);
  });

  it('names a port that is taken', async () => {
    const { port } = await start();
    await expect(start({ port })).rejects.toMatchObject({
      code: 'otlp.port_in_use',
      problems: [{ path: `port ${port} on 127.0.0.1`, message: 'expected to be free, got EADDRINUSE' }],
    });
  });

  it('names a host that is not of this machine', async () => {
    await expect(start({ host: '192.0.2.1', port: 4318 })).rejects.toMatchObject({
      code: 'otlp.listen_failed',
      problems: [{ path: 'port 4318 on 192.0.2.1', message: 'expected to be free, got EADDRNOTAVAIL' }],
    });
  });

  it('reports every option that breaks its rule', async () => {
    await expect(start({ host: '', port: 65_536, maxBodyBytes: 0.5 })).rejects.toMatchObject({
      code: 'otlp.option_invalid',
      problems: [
        { path: 'host', message: "expected an address or a name, got ''" },
        { path: 'port', message: 'expected an integer from 0 to 65535, got 65536' },
        { path: 'maxBodyBytes', message: expect.stringMatching(/^expected an integer from 1 to \d+, got 0\.5$/) },
      ],
    });
  });
});

describe('shutdown', () => {
  it('closes idle keep-alive connections, listens no more, and may be called again', async () => {
    const receiver = await start();
    const agent = new Agent({ keepAlive: true });
    const request = httpRequest(`${receiver.url}/v1/traces`, { method: 'POST', agent, headers: { 'content-type': contentTypes.json } });
    request.end('{}');
    const [socket] = (await once(request, 'socket')) as [Socket];
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    await Promise.all([receiver.shutdown(), receiver.shutdown()]);
    await closed;
    await expect(postTraces(receiver)).rejects.toThrow('fetch failed');
    agent.destroy();
  });

  it('lets a running request end and closes its connection', async () => {
    const called = Promise.withResolvers<void>();
    const kept = Promise.withResolvers<void>();
    const receiver = await start({
      onTraces: () => {
        called.resolve();
        return kept.promise;
      },
    });
    const answered = postTraces(receiver);
    await called.promise;
    const stopped = receiver.shutdown();
    kept.resolve();
    const response = await answered;
    expect([response.status, response.headers.get('connection')]).toEqual([200, 'close']);
    await stopped;
  });

  it('cuts off a request that never ends', async () => {
    const receiver = await start();
    const socket = connect(receiver.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{');
    await once(socket, 'connect');
    await postTraces(receiver);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await receiver.shutdown();
    await closed;
    await expect.poll(() => receiver.counts().aborted).toBe(1);
  });
});
