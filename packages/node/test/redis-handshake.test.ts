// What a connection to Redis says of itself, published as ioredis and node-redis publish it.
import { tracingChannel } from 'node:diagnostics_channel';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { startTracingHarness } from './tracing-harness.ts';

const harness = startTracingHarness();
afterAll(() => harness.shutdown());
beforeEach(() => harness.reset());

const run = (publisher: string, command: string, args: readonly string[]): Promise<unknown> =>
  harness.tracer.startActiveSpan('request', async (span) => {
    const refuse = () => Promise.reject(new Error('ERR unknown subcommand'));
    await tracingChannel(`${publisher}:command`)
      .tracePromise(refuse, { command, args, serverAddress: 'a' })
      .catch(() => {});
    span.end();
  });

test.each([
  ['ioredis', 'client', ['SETINFO', 'LIB-VER', '6.0.0']],
  ['node-redis', 'CLIENT', ['CLIENT', 'SETINFO', 'LIB-NAME', 'node-redis']],
  ['ioredis', 'hello', ['3']],
])('%s: %s %j is no work of the request, whatever the server answers', async (publisher, command, args) => {
  await run(publisher, command, args);
  expect(harness.spans().map(({ name }) => name)).toEqual(['request']);
  expect(harness.queries).toEqual([]);
});

test.each([
  ['ioredis', 'client', ['LIST']],
  ['ioredis', 'client', []],
  ['node-redis', 'CLIENT', ['CLIENT', 'KILL', 'SETINFO']],
])('%s: %s %j is one', async (publisher, command, args) => {
  await run(publisher, command, args);
  expect(harness.spans().map(({ name }) => name)).toEqual(['CLIENT', 'request']);
  expect(harness.queries).toMatchObject([{ operation: 'CLIENT' }]);
});
