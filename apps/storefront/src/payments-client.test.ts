import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createPaymentsClient, PaymentsUnavailable, type PaymentAnswer } from './payments-client.ts';

const request = { order_id: 'o-1', amount_minor: 1250, currency: 'EUR', card: { number: '4242424242424242' } };
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function ask(payments: RequestListener, timeoutMs = 2000): Promise<PaymentAnswer> {
  server = createServer(payments).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return createPaymentsClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, timeoutMs).authorise(request);
}

const failure = async (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'no failure',
    (error: unknown) => error,
  );

test('the answer is passed on', async () => {
  const declined = { outcome: 'declined', reason: 'do_not_honour', authorisation_id: 'a-1' };
  expect(await ask((_request, response) => response.end(JSON.stringify(declined)))).toEqual(declined);
});

test.each([
  ['an error', 500, '{}', 502],
  ['a refusal', 400, '{}', 502],
  ['its own timeout', 504, '{}', 504],
  ['no JSON', 200, '<html>', 502],
  ['another form', 200, '{"outcome":"maybe"}', 502],
])('%s is PaymentsUnavailable', async (_title, status, body, expected) => {
  const error = await failure(ask((_request, response) => response.writeHead(status).end(body)));
  expect(error).toBeInstanceOf(PaymentsUnavailable);
  expect(error).toMatchObject({ status: expected });
});

test('no answer in time, before or in the body, is a timeout', async () => {
  const silent: RequestListener = () => {};
  const stuck: RequestListener = (_request, response) => void response.writeHead(200).write('{"outcome":');
  for (const payments of [silent, stuck])
    expect(await failure(ask(payments, 50))).toMatchObject({ name: 'PaymentsUnavailable', status: 504 });
});

test('nobody there is a bad gateway', async () => {
  const error = await failure(createPaymentsClient('http://127.0.0.1:1', 2000).authorise(request));
  expect(error).toMatchObject({ name: 'PaymentsUnavailable', status: 502 });
});
