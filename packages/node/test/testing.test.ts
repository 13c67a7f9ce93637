import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defineTelemetry } from '@plinth/catalog';
import { describe, expect, test } from 'vitest';
import { bindTelemetry, correlation, logger, span } from '../src/index.ts';
import { processJob, sendJob } from '../src/queue.ts';
import { captureTelemetry, telemetryMatchers } from '../src/testing.ts';

expect.extend(telemetryMatchers);

const { events, metrics } = bindTelemetry(
  defineTelemetry({
    metrics: { 'shop.visits': { type: 'counter', unit: '{visit}', help: 'Visits', owner: 'shop', labels: { page: { limit: 100 } } } },
    events: {
      'order.placed': {
        help: 'An order was accepted',
        owner: 'shop',
        fields: { order_id: { type: 'string', class: 'internal' }, email: { type: 'string', class: 'personal', optional: true } },
      },
      'cache.warmed': { help: 'The cache is filled', owner: 'shop' },
    },
  }),
);

test('all that a function tells, joined by its trace', async () => {
  const telemetry = await captureTelemetry(async () => {
    await span('work', { 'app.step': 1 }, async () => {
      logger.info('working', { password: 'hunter2' });
      metrics['shop.visits'].add(2, { page: 'home' });
      events.emit('order.placed', { order_id: 'o-1', email: 'jane@example.com' });
    });
  });
  expect(telemetry).toHaveLogged({ level: 'info', message: 'working', password: '[REDACTED]' });
  expect(telemetry).toHaveEmitted('order.placed', { order_id: 'o-1', email: '[REDACTED:personal]' });
  expect(telemetry).toHaveSpan('work', { 'app.step': 1 });
  expect(telemetry).toHaveRecorded('shop_visits_total', { page: 'home' });
  expect(telemetry).toHaveRecorded('order_placed_total');
  expect(telemetry.total('shop_visits_total')).toBe(2);
  const [work] = telemetry.spans;
  expect(telemetry.logs[0]).toMatchObject({ trace_id: work?.traceId, span_id: work?.spanId });
  expect(telemetry.metrics[0]?.exemplar).toEqual({ trace_id: work?.traceId, span_id: work?.spanId });
  expect(work?.events.map((event) => event.name)).toEqual(['order.placed']);
});

test('an event without fields is emitted by its name alone', async () => {
  const telemetry = await captureTelemetry(() => {
    events.emit('cache.warmed');
    events.emit('cache.warmed', {});
  });
  expect(telemetry).toHaveEmitted('cache.warmed');
  expect(telemetry.total('cache_warmed_total')).toBe(2);
});

test('a server of this process that is called by HTTP belongs to the test too', async () => {
  const server = createServer((_request, response) => {
    logger.info('handling');
    response.end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const telemetry = await captureTelemetry(() =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`).then((response) => response.text()),
  );
  server.close();
  expect(telemetry.spans.map((captured) => captured.kind).toSorted()).toEqual(['client', 'server']);
  expect(telemetry).toHaveLogged({ message: 'handling' });
  expect(telemetry).toHaveRecorded('http_server_request_duration_seconds', { http_response_status_code: '200' });
});

test('two hundred tests at once do not see each other', async () => {
  const captured = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      captureTelemetry(() =>
        span(`test ${index}`, {}, async () => {
          await new Promise((resolve) => setTimeout(resolve, index % 7));
          logger.info(`line ${index}`);
          metrics['shop.visits'].add(index, { page: 'home' });
          await Promise.resolve();
          events.emit('order.placed', { order_id: String(index) });
        }),
      ),
    ),
  );
  captured.forEach((telemetry, index) => {
    expect(telemetry.spans.map((item) => item.name)).toEqual([`test ${index}`]);
    expect(telemetry.logs.map((item) => item.message)).toEqual([`line ${index}`, 'order.placed']);
    expect(telemetry.events).toMatchObject([{ fields: { order_id: String(index) } }]);
    expect(telemetry.total('shop_visits_total')).toBe(index);
  });
});

test('each capture begins empty, and what is made outside of one is not kept', async () => {
  logger.debug('outside');
  const first = await captureTelemetry(() => logger.info('first'));
  const second = await captureTelemetry(() => logger.info('second'));
  expect(first.logs.map((line) => line.message)).toEqual(['first']);
  expect(second.logs.map((line) => line.message)).toEqual(['second']);
});

test('the capture rejects with what the function rejects with', async () => {
  await expect(captureTelemetry(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
});

describe('matchers', () => {
  test('fail with what was found', async () => {
    const telemetry = await captureTelemetry(() => logger.info('one'));
    expect(() => expect(telemetry).toHaveLogged({ message: 'two' })).toThrow(
      /expected to find a log record with \{"message":"two"\} in:\n.*"message":"one"/,
    );
    expect(() => expect(telemetry).toHaveEmitted('order.placed')).toThrow(/event order\.placed/);
    expect(() => expect(telemetry).not.toHaveLogged({ message: 'one' })).toThrow(/expected no a? ?log record|expected no/);
    expect(() => expect(telemetry).toHaveSpan('x')).toThrow(/\(nothing\)/);
  });
  test('take asymmetric matchers', async () => {
    const telemetry = await captureTelemetry(() => logger.info('one'));
    expect(telemetry).toHaveLogged({ timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) });
  });
});

describe('correlation', () => {
  test('run gives an id to work that nobody began, and keeps a good one', () => {
    expect(correlation.id()).toBeUndefined();
    expect(correlation.run(() => correlation.id(), 'batch-12345678')).toBe('batch-12345678');
    expect(correlation.run(() => correlation.id(), 'bad id')).toMatch(/^[0-9a-f]{8}-/);
  });

  test('goes through a queue', async () => {
    let headers = {};
    await correlation.run(() => sendJob({ system: 'memory', destination: 'q' }, async (given) => void (headers = given)), 'batch-12345678');
    const seen = await processJob({ system: 'memory', destination: 'q', headers }, async () => correlation.id());
    expect(seen).toBe('batch-12345678');
  });
});

describe('span', () => {
  test('returns what the function returns, sync or async', async () => {
    expect(span('sync', {}, () => 1)).toBe(1);
    expect(await span('async', {}, async () => 2)).toBe(2);
  });
  test('records the exception, sets the status, ends, and throws on', async () => {
    const telemetry = await captureTelemetry(async () => {
      await span('async', {}, () => Promise.reject(new TypeError('bad'))).catch(() => {});
      try {
        span('sync', {}, () => {
          throw new RangeError('worse');
        });
      } catch {
        // Thrown on, as it should be.
      }
    });
    expect(telemetry.spans).toMatchObject([
      { name: 'async', status: 'error', attributes: { 'error.type': 'TypeError' }, events: [{ name: 'exception' }] },
      { name: 'sync', status: 'error', attributes: { 'error.type': 'RangeError' }, events: [{ name: 'exception' }] },
    ]);
  });
});

describe('nothing throws into the service', () => {
  test('unknown events, wrong values, unknown labels, throwing getters', () => {
    const loose = { events, metrics } as unknown as {
      events: { emit(name: string, fields?: unknown): void };
      metrics: Record<string, { add(value: unknown, labels?: unknown): void }>;
    };
    expect(() => {
      loose.events.emit('never.defined', {});
      loose.events.emit('order.placed');
      loose.events.emit('order.placed', {
        get order_id() {
          throw new Error('getter');
        },
      });
      loose.metrics['shop.visits']?.add('many', { page: 'home' });
      loose.metrics['shop.visits']?.add(1, null);
      loose.metrics['shop.visits']?.add(1, { nope: Symbol('x') });
    }).not.toThrow();
  });
});
