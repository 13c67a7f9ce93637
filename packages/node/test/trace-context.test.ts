// W3C Trace Context Level 2: what a service sends on of what it got. The cases are those of the suite of W3C at its strictest level. The suite
// itself runs where TRACE_CONTEXT_SUITE names its folder, and Python has aiohttp.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTracingHarness } from './tracing-harness.ts';

const harness = startTracingHarness();
const callbacks: IncomingMessage[] = [];
const callback = createServer((request, response) => {
  callbacks.push(request);
  request.resume().on('end', () => response.end());
});
/** Posts to each URL of its body, as the suite asks for. */
const service = createServer((request, response) => {
  const answer = async (): Promise<void> => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
    for (const { url, arguments: given } of JSON.parse(body) as { url: string; arguments: unknown }[]) {
      const headers = { 'content-type': 'application/json' };
      await fetch(url, { method: 'POST', headers, body: JSON.stringify(given) }).then((answered) => answered.text());
    }
    response.end();
  };
  void answer();
});
const portOf = (server: Server): number => (server.address() as AddressInfo).port;
beforeAll(async () => {
  for (const server of [callback, service]) await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  for (const server of [callback, service]) {
    server.close();
    server.closeAllConnections();
  }
  harness.shutdown();
});

/** Sends lines of headers as they are. Returns the trace contexts of the calls that the service made. */
async function send(lines: readonly string[], calls = 1): Promise<{ traceId: string; spanId: string; flags: number; state: string }[]> {
  callbacks.length = 0;
  const order = JSON.stringify(Array.from({ length: calls }, () => ({ url: `http://127.0.0.1:${portOf(callback)}/`, arguments: [] })));
  const socket = connect(portOf(service), '127.0.0.1');
  const head = ['POST / HTTP/1.1', 'Host: a', 'Connection: close', `Content-Length: ${order.length}`, ...lines];
  socket.write(`${head.join('\r\n')}\r\n\r\n${order}`);
  await once(socket.resume(), 'close');
  return callbacks.map(({ headers, rawHeaders }) => {
    expect(rawHeaders.filter((name) => name.toLowerCase() === 'traceparent')).toHaveLength(1);
    const [, traceId = '', spanId = '', flags = ''] =
      /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(String(headers['traceparent'])) ?? [];
    expect([traceId, spanId]).not.toContain('');
    return { traceId, spanId, flags: Number.parseInt(flags, 16), state: String(headers['tracestate'] ?? '') };
  });
}

const traceId = '12345678901234567890123456789012';
const parent = `00-${traceId}-1234567890123456-00`;
const only = async (lines: readonly string[]) => {
  const [sent] = await send(lines);
  return sent!;
};

describe('a trace that goes on', () => {
  test.each([
    ['as it is', parent],
    ['sampled', `00-${traceId}-1234567890123456-01`],
    ['blanks around', ` \t${parent} \t`],
    ['a version to come', `cc-${traceId}-1234567890123456-01`],
    ['a version to come, with more', `cc-${traceId}-1234567890123456-01-what-the-future-will-be-like`],
    ['flags that nobody knows', `00-${traceId}-1234567890123456-ff`],
  ])('%s', async (_name, value) => {
    const sent = await only([`traceparent:${value}`, 'tracestate: foo=1']);
    expect(sent).toMatchObject({ traceId, state: 'foo=1' });
    expect(sent.spanId).not.toBe('1234567890123456');
  });

  test.each(['traceparent', 'TraceParent', 'TRACEPARENT'])('the name %s', async (name) => {
    expect(await only([`${name}: ${parent}`])).toMatchObject({ traceId });
  });

  test('two calls have two spans of one trace', async () => {
    const sent = await send([`traceparent: ${parent}`], 3);
    expect(new Set(sent.map((one) => one.traceId))).toEqual(new Set([traceId]));
    expect(new Set(sent.map((one) => one.spanId)).size).toBe(3);
  });
});

describe('a trace that begins', () => {
  test.each([
    ['nothing', []],
    ['a trace state alone', ['tracestate: foo=1']],
    ['two parents', [`traceparent: ${parent}`, `traceparent: ${parent.replace('-1234567890123456-', '-1234567890123457-')}`]],
    ['another name', [`trace-parent: ${parent}`]],
    ['version ff', [`traceparent: ${parent.replace('00-', 'ff-')}`]],
    ['version 0x', [`traceparent: ${parent.replace('00-', '.0-')}`]],
    ['a short version', [`traceparent: ${parent.slice(1)}`]],
    ['a long version', [`traceparent: 0${parent}`]],
    ['more behind version 00', [`traceparent: ${parent}-what`]],
    ['a dot behind version 00', [`traceparent: ${parent}.`]],
    ['a version to come with more that is not set off', [`traceparent: ${parent.replace('00-', 'cc-')}.what`]],
    ['trace id of zeros', [`traceparent: 00-${'0'.repeat(32)}-1234567890123456-01`]],
    ['trace id with a dot', [`traceparent: 00-.${traceId.slice(1)}-1234567890123456-01`]],
    ['trace id in capitals', [`traceparent: 00-${'ABCDEF'.padEnd(32, '0')}-1234567890123456-01`]],
    ['a long trace id', [`traceparent: 00-${traceId}3-1234567890123456-01`]],
    ['a short trace id', [`traceparent: 00-${traceId.slice(1)}-1234567890123456-01`]],
    ['parent of zeros', [`traceparent: 00-${traceId}-${'0'.repeat(16)}-01`]],
    ['parent with a dot', [`traceparent: 00-${traceId}-.234567890123456-01`]],
    ['a long parent', [`traceparent: 00-${traceId}-12345678901234567-01`]],
    ['a short parent', [`traceparent: 00-${traceId}-123456789012345-01`]],
    ['flags with a dot', [`traceparent: 00-${traceId}-1234567890123456-.0`]],
    ['long flags', [`traceparent: 00-${traceId}-1234567890123456-001`]],
    ['short flags', [`traceparent: 00-${traceId}-1234567890123456-1`]],
  ])('%s', async (_name, lines) => {
    const sent = await only(lines);
    expect(sent.traceId).not.toBe(traceId);
    expect(sent.state).toBe('');
  });
});

describe('the trace state', () => {
  const state = async (...values: string[]): Promise<string> => {
    const sent = await only([`traceparent: ${parent}`, ...values.map((value) => `tracestate: ${value}`)]);
    expect(sent.traceId).toBe(traceId);
    return sent.state;
  };
  const members = (from: number, to: number): string =>
    Array.from({ length: to - from + 1 }, (_, index) => `bar${from + index}=${from + index}`).join(',');

  test.each([
    ['one header', ['foo=1,bar=2'], 'foo=1,bar=2'],
    ['several headers', ['foo=1,bar=2', 'rojo=1,congo=2', 'baz=3'], 'foo=1,bar=2,rojo=1,congo=2,baz=3'],
    ['an empty header among them', ['foo=1', '', 'bar=2'], 'foo=1,bar=2'],
    ['blanks between members', ['foo=1 \t , \t bar=2, \t baz=3'], 'foo=1,bar=2,baz=3'],
    ['blanks inside of a value', ['foo=a b'], 'foo=a b'],
    ['the first of one key', ['foo=1,foo=2'], 'foo=1'],
    ['all that a key may have', ['abcdefghijklmnopqrstuvwxyz0123456789_-*/@=1'], 'abcdefghijklmnopqrstuvwxyz0123456789_-*/@=1'],
    ['all that a value may have', [`foo=!"#$%&'()*+-./0189:;<>?@AZ[\\]^_\`az{|}~`], `foo=!"#$%&'()*+-./0189:;<>?@AZ[\\]^_\`az{|}~`],
    ['a key that begins with a digit', ['0foo=1'], '0foo=1'],
    ['signs of a tenant', ['foo@=1,foo@@bar=2,foo@bar@baz=3'], 'foo@=1,foo@@bar=2,foo@bar@baz=3'],
    ['32 members', [members(1, 20), members(21, 32)], members(1, 32)],
    ['a key of 256', [`foo=1,${'z'.repeat(256)}=1`], `foo=1,${'z'.repeat(256)}=1`],
    ['a value of 256', [`foo=${'v'.repeat(256)}`], `foo=${'v'.repeat(256)}`],
  ])('goes on: %s', async (_name, values, expected) => expect(await state(...values)).toBe(expected));

  test.each([
    ['33 members', [members(1, 20), members(21, 33)]],
    ['a key of 257', [`foo=1,${'z'.repeat(257)}=1`]],
    ['a value of 257', [`foo=1,bar=${'v'.repeat(257)}`]],
    ['a blank in a key', ['foo =1']],
    ['capitals in a key', ['FOO=1']],
    ['a dot in a key', ['foo.bar=1']],
    ['a key that begins with @', ['@foo=1,bar=2']],
    ['two equals signs', ['foo=bar=baz']],
    ['a value that is empty', ['foo=,bar=3']],
    ['no equals sign', ['foo,bar=3']],
    ['no key', ['=1,bar=3']],
  ])('does not: %s', async (_name, values) => expect(await state(...values)).toBe(''));
});

describe('the flag of a random trace id', () => {
  const random = 0x02;
  test.each([
    ['02', random],
    ['03', random],
    ['00', 0],
    ['01', 0],
  ])('%s is passed on as it came', async (flags, expected) => {
    const sent = await only([`traceparent: 00-${traceId}-1234567890123456-${flags}`]);
    expect([sent.traceId, sent.flags & random, sent.flags & 1]).toEqual([traceId, expected, Number(flags) & 1]);
  });

  test('is set where the trace begins here', async () => expect((await only([])).flags).toBe(3));
});

const suite = process.env['TRACE_CONTEXT_SUITE'];
test.skipIf(suite === undefined)('the suite of W3C', { timeout: 120_000 }, async () => {
  const python = spawn('python3', ['test.py', `http://127.0.0.1:${portOf(service)}/`], {
    cwd: suite,
    env: { ...process.env, STRICT_LEVEL: '2', SPEC_LEVEL: '2' },
  });
  let report = '';
  for (const stream of [python.stdout, python.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (report += text));
  await once(python, 'close');
  expect(report).toMatch(/Ran 41 tests[^]*\nOK/);
});
