// A message's trace, correlation id and retries, by the real clients of queues against real brokers.
import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { startPostgres } from '@plinth/postgres';
import { startKafka, startRabbitmq, startRedis } from '@plinth/servers';
import type { Connection as CallbackConnection } from 'amqplib/callback_api';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getCorrelationId, setCorrelationId } from '../src/context/correlation.ts';
import { traceProcess, traceSend, type JobHeaders } from '../src/traces/messaging.ts';
import { describeServer } from './describe-server.ts';
import { startTracingHarness, until } from './tracing-harness.ts';

const harness = startTracingHarness();
const { Queue, Worker } = await import('bullmq');
const { default: amqplib } = await import('amqplib');
const { default: amqplibCallbacks } = await import('amqplib/callback_api');
const { default: kafkajs } = await import('kafkajs');
const { PgBoss } = await import('pg-boss');
afterAll(() => harness.shutdown());
beforeEach(() => harness.reset());

const correlationId = 'order-12345678';

/** Runs `fn` as a request would: in a span, with a correlation id and baggage. */
function inRequest<T>(fn: () => Promise<T>): Promise<T> {
  const baggage = propagation.createBaggage({ tenant: { value: 'acme' } });
  return context.with(propagation.setBaggage(setCorrelationId(ROOT_CONTEXT, correlationId), baggage), () =>
    harness.tracer.startActiveSpan('request', async (span) => {
      try {
        return await fn();
      } finally {
        span.end();
      }
    }),
  );
}

/** What a handler sees of the context that it runs in. */
const readContext = () => ({
  correlationId: getCorrelationId(context.active()),
  tenant: propagation.getBaggage(context.active())?.getEntry('tenant')?.value,
  spanId: trace.getSpanContext(context.active())?.spanId,
});
const sends = () => harness.spans().filter((span) => span.kind === SpanKind.PRODUCER);
const processes = () => harness.spans().filter((span) => span.kind === SpanKind.CONSUMER);
const records = () => harness.jobs.map(({ operation, errorType, isRetry }) => [operation, errorType, isRetry]);

/** The worker's span goes on from the producer's, and the handler sees what the request had. */
function expectOneTrace(seen: ReturnType<typeof readContext> | undefined, system: string, destination: string): void {
  const [send] = sends();
  const [process] = processes();
  const request = harness.spans().find((span) => span.name === 'request');
  const attributes = { 'messaging.system': system, 'messaging.destination.name': destination, correlation_id: correlationId };
  expect(sends()).toHaveLength(1);
  expect(send).toMatchObject({ name: `send ${destination}`, parentSpanContext: { spanId: request?.spanContext().spanId }, attributes });
  expect(process).toMatchObject({ name: `process ${destination}`, parentSpanContext: { spanId: send?.spanContext().spanId }, attributes });
  expect(seen).toEqual({ correlationId, tenant: 'acme', spanId: process?.spanContext().spanId });
}

describeServer('bullmq', 'redis-server', startRedis, (url) => {
  const connect = (name: string, process: (job: { readonly data: unknown }) => Promise<unknown>) => {
    const connection = { url: url() };
    const queue = new Queue(name, { connection });
    const worker = new Worker(name, process, { connection });
    return {
      queue,
      close: async () => {
        await worker.close();
        await queue.close();
      },
    };
  };

  test('a job goes on in the trace that added it', async () => {
    let seen: ReturnType<typeof readContext> | undefined;
    const { queue, close } = connect('mails', async () => void (seen = readContext()));
    const job = await inRequest(() => queue.add('welcome', { to: 'jane' }));
    await until(() => processes().length === 1);
    await close();
    expectOneTrace(seen, 'bullmq', 'mails');
    expect(processes()[0]?.attributes).toMatchObject({ 'messaging.message.id': job.id, 'plinth.job.retry_count': 0 });
    expect(records()).toEqual([
      ['send', undefined, false],
      ['process', undefined, false],
    ]);
  });

  test('a job that fails marks its span, is tried again, and the retry is counted', async () => {
    let tries = 0;
    const { queue, close } = connect('retries', async () => {
      tries++;
      if (tries === 1) throw new RangeError('no stock');
    });
    await inRequest(() => queue.add('once more', {}, { attempts: 2 }));
    await until(() => processes().length === 2);
    await close();
    expect(processes()).toMatchObject([
      { status: { code: SpanStatusCode.ERROR }, attributes: { 'error.type': 'RangeError', 'plinth.job.retry_count': 0 } },
      { status: { code: SpanStatusCode.UNSET }, attributes: { 'plinth.job.retry_count': 1 } },
    ]);
    expect(records().slice(1)).toEqual([
      ['process', 'RangeError', false],
      ['process', undefined, true],
    ]);
  });

  test('jobs added together share one producer span', async () => {
    const { queue, close } = connect('bulk', async () => {});
    await inRequest(() =>
      queue.addBulk([
        { name: 'a', data: {} },
        { name: 'b', data: {} },
      ]),
    );
    await until(() => processes().length === 2);
    await close();
    expect(sends()).toMatchObject([{ attributes: { 'messaging.batch.message_count': 2 } }]);
    expect(processes().map((span) => span.parentSpanContext?.spanId)).toEqual([
      sends()[0]?.spanContext().spanId,
      sends()[0]?.spanContext().spanId,
    ]);
    expect(harness.jobs[0]).toMatchObject({ operation: 'send', messageCount: 2 });
  });
});

describeServer('amqplib', 'rabbitmq-server', startRabbitmq, (url) => {
  let connection: Awaited<ReturnType<typeof amqplib.connect>>;
  beforeAll(async () => {
    connection = await amqplib.connect(url());
  });
  afterAll(() => connection.close());

  test('a message goes on in the trace that sent it, and ends with its acknowledgement', async () => {
    const channel = await connection.createChannel();
    await channel.assertQueue('orders');
    let seen: ReturnType<typeof readContext> | undefined;
    await channel.consume('orders', (message) => {
      seen = readContext();
      setTimeout(() => {
        expect(processes()).toHaveLength(0);
        channel.ack(message!);
      }, 5);
    });
    await inRequest(async () => channel.sendToQueue('orders', Buffer.from('1'), { headers: { own: 'kept' } }));
    await until(() => processes().length === 1);
    await channel.close();
    expectOneTrace(seen, 'rabbitmq', 'orders');
    expect(records()).toEqual([
      ['send', undefined, false],
      ['process', undefined, false],
    ]);
  });

  test('a confirmed message of an exchange ends when the broker has it; headers of its own stay', async () => {
    const channel = await connection.createConfirmChannel();
    await channel.assertExchange('events', 'topic', { durable: false });
    const { queue } = await channel.assertQueue('audit');
    await channel.bindQueue(queue, 'events', '#');
    let headers: Record<string, unknown> = {};
    await channel.consume(queue, (message) => void (headers = message?.properties.headers ?? {}), { noAck: true });
    await inRequest(
      () =>
        new Promise<void>((resolve, reject) => {
          channel.publish('events', 'order.4711', Buffer.from('1'), { headers: { own: 'kept' } }, (error) =>
            error ? reject(error as Error) : resolve(),
          );
        }),
    );
    await until(() => processes().length === 1);
    await channel.close();
    expect(headers).toMatchObject({ own: 'kept', 'x-correlation-id': correlationId });
    expect(sends()).toMatchObject([{ name: 'send events', attributes: { 'messaging.rabbitmq.destination.routing_key': 'order.4711' } }]);
    expect(processes()).toMatchObject([{ name: 'process audit', parentSpanContext: { spanId: sends()[0]?.spanContext().spanId } }]);
  });

  test('a refused message is an error, and its second delivery a retry', async () => {
    const channel = await connection.createChannel();
    await channel.assertQueue('retries');
    let deliveries = 0;
    await channel.consume('retries', (message) => {
      deliveries++;
      if (deliveries === 1) channel.nack(message!);
      else channel.ack(message!);
    });
    channel.sendToQueue('retries', Buffer.from('1'));
    await until(() => processes().length === 2);
    await channel.close();
    expect(records().slice(1)).toEqual([
      ['process', 'nack', false],
      ['process', undefined, true],
    ]);
  });

  test('a message that is never acknowledged ends with its channel', async () => {
    const channel = await connection.createChannel();
    await channel.assertQueue('forgotten');
    let delivered = false;
    await channel.consume('forgotten', () => void (delivered = true));
    channel.sendToQueue('forgotten', Buffer.from('1'));
    await until(() => delivered);
    await channel.close();
    await until(() => processes().length === 1);
    expect(processes()).toMatchObject([{ status: { code: SpanStatusCode.ERROR } }]);
  });

  test('the callback interface does the same', async () => {
    let seen: ReturnType<typeof readContext> | undefined;
    const open = await new Promise<CallbackConnection>((resolve, reject) =>
      amqplibCallbacks.connect(url(), (error, made) => (error ? reject(error as Error) : resolve(made))),
    );
    await new Promise<void>((resolve, reject) => {
      open.createChannel((error, channel) => {
        if (error) return reject(error as Error);
        channel.assertQueue('callbacks');
        channel.consume('callbacks', (message) => {
          seen = readContext();
          channel.ack(message!);
          resolve();
        });
        void inRequest(async () => channel.sendToQueue('callbacks', Buffer.from('1')));
      });
    });
    await until(() => processes().length === 1);
    await new Promise<void>((resolve) => open.close(() => resolve()));
    expectOneTrace(seen, 'rabbitmq', 'callbacks');
    expect(records()).toHaveLength(2);
  });
});

describeServer('kafkajs', 'kfake', startKafka, (url) => {
  const connect = async (topic: string) => {
    const kafka = new kafkajs.Kafka({ brokers: [url()], logLevel: kafkajs.logLevel.NOTHING, retry: { initialRetryTime: 20 } });
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: false });
    await admin.disconnect();
    const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    const consumer = kafka.consumer({ groupId: `${topic}-group`, maxWaitTimeInMs: 50, retry: { initialRetryTime: 20, retries: 3 } });
    await producer.connect();
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    return {
      producer,
      consumer,
      close: async () => {
        await consumer.disconnect();
        await producer.disconnect();
      },
    };
  };

  test('a message goes on in the trace that sent it', { timeout: 20_000 }, async () => {
    const { producer, consumer, close } = await connect('single');
    let seen: ReturnType<typeof readContext> | undefined;
    await consumer.run({ eachMessage: async () => void (seen = readContext()) });
    await inRequest(() => producer.send({ topic: 'single', messages: [{ value: '1' }] }));
    await until(() => processes().length === 1, 15_000);
    await close();
    expectOneTrace(seen, 'kafka', 'single');
    expect(processes()[0]?.attributes).toMatchObject({
      'messaging.consumer.group.name': 'single-group',
      'messaging.destination.partition.id': '0',
    });
  });

  test('a batch has a trace of its own, linked to those of its messages', { timeout: 20_000 }, async () => {
    const { producer, consumer, close } = await connect('batches');
    await inRequest(() => producer.send({ topic: 'batches', messages: [{ value: '1' }] }));
    await inRequest(() => producer.sendBatch({ topicMessages: [{ topic: 'batches', messages: [{ value: '2' }, { value: '3' }] }] }));
    await consumer.run({ eachBatch: async () => {} });
    await until(() => processes().length === 1, 15_000);
    await close();
    const [first, second] = sends().map((span) => span.spanContext().spanId);
    expect(processes()[0]?.parentSpanContext).toBeUndefined();
    expect(processes()[0]?.links.map((link) => link.context.spanId)).toEqual([first, second, second]);
    expect(harness.jobs.map(({ operation, messageCount }) => [operation, messageCount])).toEqual([
      ['send', 1],
      ['send', 2],
      ['process', 3],
    ]);
  });

  test('a message that fails comes again, and counts as a retry', { timeout: 20_000 }, async () => {
    const { producer, consumer, close } = await connect('failing');
    let tries = 0;
    await consumer.run({
      eachMessage: async () => {
        tries++;
        // kafkajs tries again only what says that it may.
        if (tries === 1) throw Object.assign(new RangeError('no stock'), { retriable: true });
      },
    });
    await producer.send({ topic: 'failing', messages: [{ value: '1' }] });
    await until(() => processes().length === 2, 15_000);
    await close();
    expect(records().slice(1)).toEqual([
      ['process', 'RangeError', false],
      ['process', undefined, true],
    ]);
  });
});

test('pg-boss by hand: one producer span, one consumer span, its own spans off', { timeout: 20_000 }, async () => {
  const postgres = await startPostgres();
  const boss = new PgBoss({ connectionString: postgres.url, supervise: false, schedule: false, openTelemetry: { enabled: false } });
  await boss.start();
  await boss.createQueue('fulfil');
  const options = { tracer: harness.tracer, operations: harness.operations, extractContext: harness.extractContext, onConsumer: () => {} };
  const queue = { system: 'pg-boss', destination: 'fulfil' };
  let seen: ReturnType<typeof readContext> | undefined;
  await boss.work<{ headers: JobHeaders }>('fulfil', { pollingIntervalSeconds: 0.5 }, async ([job]) => {
    await traceProcess(
      { ...queue, headers: job?.data.headers, ...(job && { messageId: job.id }) },
      async () => void (seen = readContext()),
      options,
    );
  });
  await inRequest(() => traceSend(queue, (headers) => boss.send('fulfil', { headers }), options));
  await until(() => processes().length === 1, 5000);
  await boss.stop({ graceful: false });
  await postgres.shutdown();
  expect(processes()).toHaveLength(1);
  expectOneTrace(seen, 'pg-boss', 'fulfil');
});

test('pg-boss with its own spans: they join the trace, and its worker sees what the request had', { timeout: 20_000 }, async () => {
  const postgres = await startPostgres();
  const boss = new PgBoss({
    connectionString: postgres.url,
    supervise: false,
    schedule: false,
    openTelemetry: { propagateContext: true, tracerProvider: { getTracer: () => harness.tracer } },
  });
  await boss.start();
  await boss.createQueue('fulfil');
  let seen: ReturnType<typeof readContext> | undefined;
  await boss.work('fulfil', { pollingIntervalSeconds: 0.5 }, async () => void (seen = readContext()));
  await inRequest(() => boss.send('fulfil', { order: 7 }));
  await until(() => processes().length === 1, 5000);
  await boss.stop({ graceful: false });
  await postgres.shutdown();
  const [send] = sends();
  const [process] = processes();
  expect(process?.parentSpanContext).toMatchObject(send?.spanContext() ?? {});
  expect(send?.spanContext().traceId).toBe(
    harness
      .spans()
      .find(({ name }) => name === 'request')
      ?.spanContext().traceId,
  );
  expect(seen).toEqual({ correlationId, tenant: 'acme', spanId: process?.spanContext().spanId });
});
