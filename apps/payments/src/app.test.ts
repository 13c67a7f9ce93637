import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { captureTelemetry, telemetryMatchers, type CapturedTelemetry } from '@plinth/node/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from './app.ts';

expect.extend(telemetryMatchers);

let server: Server;
let url: string;
beforeAll(async () => {
  server = createApp(50).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/authorisations`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly correlationId: string | null;
  readonly body: Record<string, unknown>;
  readonly telemetry: CapturedTelemetry;
}

async function post(body: string): Promise<Answer> {
  let answer: Omit<Answer, 'telemetry'> | undefined;
  const telemetry = await captureTelemetry(async () => {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    answer = {
      status: response.status,
      type: response.headers.get('content-type'),
      correlationId: response.headers.get('x-correlation-id'),
      body: (await response.json()) as Record<string, unknown>,
    };
  });
  if (answer === undefined) throw new Error('there was no answer');
  return { ...answer, telemetry };
}

const pay = (number: string): Promise<Answer> =>
  post(JSON.stringify({ order_id: 'o-1', amount_minor: 1250, currency: 'EUR', card: { number } }));
const duration = 'payment_authorisation_duration_seconds';

test('an approved card', async () => {
  const { status, body, telemetry } = await pay('4242424242424242');
  expect(status).toBe(200);
  expect(body).toEqual({ outcome: 'approved', authorisation_id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  expect(telemetry).toHaveEmitted('payment.authorised', { order_id: 'o-1', amount_minor: 1250, currency: 'EUR' });
  expect(telemetry).toHaveRecorded(duration, { outcome: 'approved' });
  expect(telemetry.total('payment_authorised_total', { currency: 'EUR' })).toBe(1);
  expect(telemetry.total('payment_amount', { currency: 'EUR' })).toBe(1250);
});

test('a declined card is an answer, not an error', async () => {
  const { status, body, telemetry } = await pay('4000000000000002');
  expect(status).toBe(200);
  expect(body).toMatchObject({ outcome: 'declined', reason: 'do_not_honour' });
  expect(telemetry).toHaveEmitted('payment.declined', { reason: 'do_not_honour', level: 'warn' });
  expect(telemetry).toHaveRecorded(duration, { outcome: 'declined' });
});

test.each([
  ['4000000000000044', 504, 'Card network timeout', 'timeout'],
  ['4000000000000051', 502, 'Card network error', 'error'],
])('card %s fails with %i', async (number, expected, title, reason) => {
  const { status, type, correlationId, body, telemetry } = await pay(number);
  expect(status).toBe(expected);
  expect(type).toMatch(/^application\/problem\+json/);
  expect(body).toMatchObject({ type: 'about:blank', status: expected, title, instance: '/authorisations', correlation_id: correlationId });
  expect(correlationId).toMatch(/\S/);
  expect(telemetry).toHaveEmitted('payment.failed', { order_id: 'o-1', reason, level: 'error' });
  expect(telemetry).toHaveRecorded(duration, { outcome: reason });
});

test('an invalid body is refused with each problem at its path, before the network is asked', async () => {
  const { status, body, telemetry } = await post(JSON.stringify({ order_id: 'o-1', amount_minor: 12.5, currency: 'GBP', card: {} }));
  expect(status).toBe(400);
  expect((body['errors'] as { path: string }[]).map(({ path }) => path)).toEqual(['amount_minor', 'currency', 'card.number']);
  expect(telemetry.events).toEqual([]);
  expect(telemetry).not.toHaveRecorded(duration);
});

test('a body that is no JSON is refused', async () => {
  const { status, type, body } = await post('{');
  expect(status).toBe(400);
  expect(type).toMatch(/^application\/problem\+json/);
  expect(body).toMatchObject({ title: 'Invalid request' });
});

test('the card number is in no answer and no telemetry, also not of a refused request', async () => {
  const number = '4242424242424242';
  const answers = [await pay(number), await post(JSON.stringify({ card: { number } })), await post(`{"card":{"number":"${number}"`)];
  for (const answer of answers) expect(JSON.stringify(answer)).not.toContain(number);
});
