// Spans and records of databases, by their real drivers against real servers.
import { once } from 'node:events';
import { context, ROOT_CONTEXT, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import { startFerretdb, startMariadb, startRedis } from '@plinth/servers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { replaceLiterals } from '../src/traces/query-text.ts';
import { describeServer } from './describe-server.ts';
import { startTracingHarness, until } from './tracing-harness.ts';

const harness = startTracingHarness();
const { Redis } = await import('ioredis');
const { createClient } = await import('redis');
const { default: mysql } = await import('mysql2');
const { default: mysqlPromise } = await import('mysql2/promise');
const { MongoClient } = await import('mongodb');
afterAll(() => harness.shutdown());
beforeEach(() => harness.reset());

// Not of a shape that redaction knows: it must not get into a span in the first place.
const secret = 'janedoe-private';

/** Runs `fn` below a span; returns its result, and the spans of what it called. */
async function below<T>(fn: (span: Span) => Promise<T>): Promise<T> {
  return harness.tracer.startActiveSpan('caller', async (span) => {
    try {
      return await fn(span);
    } finally {
      span.end();
    }
  });
}
const spans = () => harness.spans().filter((span) => span.name !== 'caller');
const everything = () => JSON.stringify(spans().map(({ name, attributes, events, status }) => ({ name, attributes, events, status })));
const callerId = () =>
  harness
    .spans()
    .find((span) => span.name === 'caller')
    ?.spanContext().spanId;

describeServer('redis', 'redis-server', startRedis, (url) => {
  interface Client {
    set(key: string, value: string): Promise<unknown>;
    lpush(key: string, value: string): Promise<unknown>;
    multi(): Promise<unknown>;
    close(): Promise<unknown>;
  }
  const clients = {
    ioredis: async (): Promise<Client> => {
      const redis = new Redis(url(), { lazyConnect: true });
      await redis.connect();
      return {
        set: (key, value) => redis.set(key, value),
        lpush: (key, value) => redis.lpush(key, value),
        multi: () => redis.multi().set('a', secret).get('a').exec(),
        close: () => redis.quit(),
      };
    },
    'node-redis': async (): Promise<Client> => {
      const redis = createClient({ url: url() });
      await redis.connect();
      return {
        set: (key, value) => redis.set(key, value),
        lpush: (key, value) => redis.lPush(key, value),
        multi: () => redis.multi().set('a', secret).get('a').exec(),
        close: () => redis.close(),
      };
    },
  };
  describe.each(Object.entries(clients))('%s', (_name, connect) => {
    let client: Client;
    beforeAll(async () => {
      client = await connect();
    });
    afterAll(() => client.close());

    test('a command is a span below its caller, without key and value, and a record', async () => {
      await below(() => client.set(`user:${secret}`, secret));
      expect(spans()).toMatchObject([
        {
          name: 'SET',
          parentSpanContext: { spanId: callerId() },
          attributes: { 'db.system.name': 'redis', 'db.namespace': '0', 'db.operation.name': 'SET', 'server.address': '127.0.0.1' },
        },
      ]);
      expect(everything()).not.toContain(secret);
      expect(harness.queries).toMatchObject([{ system: 'redis', operation: 'SET', errorType: undefined, spanContext: {} }]);
    });

    test('an error of the server is its first word', async () => {
      await client.set('text', 'x');
      harness.reset();
      await expect(below(() => client.lpush('text', secret))).rejects.toThrow(/WRONGTYPE/);
      expect(spans()).toMatchObject([
        {
          name: 'LPUSH',
          status: { code: SpanStatusCode.ERROR },
          attributes: { 'error.type': 'WRONGTYPE', 'db.response.status_code': 'WRONGTYPE' },
          events: [{ name: 'exception' }],
        },
      ]);
      expect(harness.queries).toMatchObject([{ errorType: 'WRONGTYPE' }]);
    });

    test('a transaction is one operation', async () => {
      await below(() => client.multi());
      expect(spans()).toMatchObject([{ name: 'MULTI', attributes: { 'db.operation.batch.size': 2 } }]);
      expect(harness.queries).toMatchObject([{ operation: 'MULTI' }]);
      expect(everything()).not.toContain(secret);
    });

    test('below a span that is not sampled a command is counted only', async () => {
      const spanContext = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 0 };
      await context.with(trace.setSpanContext(ROOT_CONTEXT, spanContext), () => client.set('a', 'b'));
      await context.with(trace.setSpanContext(ROOT_CONTEXT, { ...spanContext, traceFlags: 1, isRemote: true }), () => client.set('a', 'b'));
      expect(spans()).toHaveLength(1);
      expect(harness.queries).toHaveLength(2);
    });

    test('after the end of its span a command still belongs to the trace', async () => {
      const span = harness.tracer.startSpan('request', {}, ROOT_CONTEXT);
      span.end();
      await context.with(trace.setSpan(ROOT_CONTEXT, span), () => client.set('a', 'b'));
      expect(spans()).toHaveLength(2);
    });

    test('outside of a trace a command is counted only', async () => {
      await client.set('a', 'b');
      expect(spans()).toEqual([]);
      expect(harness.queries).toHaveLength(1);
    });
  });
});

describeServer('mysql2 with MariaDB', 'mariadbd', startMariadb, (url) => {
  let pool: ReturnType<typeof mysql.createPool>;
  beforeAll(async () => {
    pool = mysql.createPool({ uri: url(), connectionLimit: 1 });
    await pool.promise().query('create table users (email varchar(100) primary key)');
  });
  afterAll(() => pool.promise().end());

  test('a query is a span below its caller, its values replaced, and a record', async () => {
    const [rows] = await below(() => pool.promise().query('select ? as mail, "x" as x, 4711 as pin', [secret]));
    expect(rows).toMatchObject([{ mail: secret }]);
    expect(spans()).toMatchObject([
      {
        name: 'SELECT shop',
        parentSpanContext: { spanId: callerId() },
        attributes: {
          'db.system.name': 'mysql',
          'db.namespace': 'shop',
          'db.operation.name': 'SELECT',
          'db.query.text': 'select ? as mail, ? as x, ? as pin',
          'server.address': '127.0.0.1',
        },
      },
    ]);
    expect(harness.queries).toMatchObject([{ system: 'mysql', namespace: 'shop', operation: 'SELECT', errorType: undefined }]);
  });

  test('prepared statements, of a connection of its own', async () => {
    const connection = await mysqlPromise.createConnection(url());
    await below(() => connection.execute('insert into users values (?)', [secret]));
    await expect(below(() => connection.execute('insert into users values (?)', [secret]))).rejects.toThrow(/Duplicate/);
    await connection.end();
    expect(spans()).toMatchObject([
      { name: 'INSERT shop', status: { code: SpanStatusCode.UNSET } },
      {
        name: 'INSERT shop',
        status: { code: SpanStatusCode.ERROR },
        attributes: { 'error.type': '1062', 'db.response.status_code': '1062', 'db.query.text': 'insert into users values (?)' },
      },
    ]);
    expect(everything()).not.toContain(secret);
    expect(harness.queries.map(({ errorType }) => errorType)).toEqual([undefined, '1062']);
  });

  test('callbacks and waiting for a connection keep the context of their caller', async () => {
    const seen = await Promise.all(
      ['a', 'b', 'c'].map(() =>
        harness.tracer.startActiveSpan(
          'caller',
          (span) =>
            new Promise<boolean>((resolve, reject) => {
              pool.query('select sleep(0.01)', (error) => {
                if (error) reject(error);
                const active = trace.getSpan(context.active());
                span.end();
                resolve(active === span);
              });
            }),
        ),
      ),
    );
    expect(seen).toEqual([true, true, true]);
    expect(new Set(spans().map((span) => span.parentSpanContext?.spanId)).size).toBe(3);
    expect(trace.getSpan(context.active())).toBeUndefined();
  });

  test('rows read as events end with their last one', async () => {
    const rows: unknown[] = [];
    await below(
      () =>
        new Promise<void>(
          (resolve) =>
            void pool
              .query('select 1 as one')
              .on('result', (row) => rows.push(row))
              .on('end', () => resolve()),
        ),
    );
    await until(() => harness.queries.length === 1);
    expect(rows).toHaveLength(1);
    expect(spans()).toMatchObject([{ name: 'SELECT shop' }]);
  });
});

describeServer('mongodb with FerretDB', 'ferretdb', startFerretdb, (url) => {
  let client: InstanceType<typeof MongoClient>;
  const users = () => client.db('shop').collection<{ _id: string }>('users');
  beforeAll(async () => {
    client = await new MongoClient(url()).connect();
  });
  afterAll(() => client.close());

  test('commands are spans below their caller, without documents, and records', async () => {
    await below(async () => {
      await users().insertOne({ _id: secret });
      await users().find({ _id: secret }).toArray();
    });
    expect(spans()).toMatchObject([
      {
        name: 'insert users',
        parentSpanContext: { spanId: callerId() },
        attributes: {
          'db.system.name': 'mongodb',
          'db.namespace': 'shop',
          'db.collection.name': 'users',
          'db.operation.name': 'insert',
          'server.address': '127.0.0.1',
          'server.port': Number(new URL(url()).port),
        },
      },
      { name: 'find users' },
    ]);
    expect(everything()).not.toContain(secret);
    expect(harness.queries.map(({ operation, errorType }) => [operation, errorType])).toEqual([
      ['insert', undefined],
      ['find', undefined],
    ]);
  });

  test('a refused write and a refused command are errors', async () => {
    await expect(below(() => users().insertOne({ _id: secret }))).rejects.toThrow(/E11000/);
    await expect(below(() => client.db('shop').command({ nothing: 1 }))).rejects.toThrow(/nothing/);
    expect(spans()).toMatchObject([
      { name: 'insert users', status: { code: SpanStatusCode.ERROR }, attributes: { 'error.type': '11000' } },
      { name: 'nothing shop', status: { code: SpanStatusCode.ERROR }, attributes: { 'error.type': '59' } },
    ]);
    expect(everything()).not.toContain(secret);
  });

  test('what the driver says on its own account is not counted', async () => {
    await once(client, 'serverHeartbeatSucceeded');
    expect(harness.queries).toEqual([]);
  });
});

test.each([
  [`select "it""s", 'it\\'s', 'a''b', 12.5 from t2`, 'select ?, ?, ?, ? from t2'],
  [`Duplicate entry '${secret}' for key 'PRIMARY'`, 'Duplicate entry ? for key ?'],
  ['E11000 dup key: { email: "x" }', 'E11000 dup key: { email: ? }'],
])('%s', (text, shown) => expect(replaceLiterals(text)).toBe(shown));
