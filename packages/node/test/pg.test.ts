import { SpanKind, SpanStatusCode, trace, context, type Span } from '@opentelemetry/api';
import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { replaceStandardLiterals } from '../src/traces/query-text.ts';
import { startPostgres } from '@plinth/postgres';
import { startTracingHarness } from './tracing-harness.ts';

const harness = startTracingHarness();
let postgres: Awaited<ReturnType<typeof startPostgres>>;
let pool: Pool;

beforeAll(async () => {
  postgres = await startPostgres();
  pool = new Pool({ connectionString: postgres.url, max: 1 });
});
afterAll(async () => {
  await pool.end();
  await postgres.shutdown();
  harness.shutdown();
});
beforeEach(() => harness.reset());

const inSpan = <T>(fn: (span: Span) => Promise<T>): Promise<T> =>
  harness.tracer.startActiveSpan('caller', async (span) => {
    try {
      return await fn(span);
    } finally {
      span.end();
    }
  });
const querySpans = () => harness.spans().filter((span) => span.kind === SpanKind.CLIENT);

test('a query has a span below its caller, with the stable database attributes, and a record', async () => {
  const result = await inSpan(() => pool.query('select $1::int as answer', [42]));
  expect(result.rows).toEqual([{ answer: 42 }]);
  const caller = harness.spans().find((span) => span.name === 'caller');
  expect(querySpans()).toMatchObject([
    {
      name: 'SELECT postgres',
      parentSpanContext: { spanId: caller?.spanContext().spanId },
      attributes: {
        'db.system.name': 'postgresql',
        'db.namespace': 'postgres',
        'db.operation.name': 'SELECT',
        'db.query.text': 'select $1::int as answer',
        'server.address': '127.0.0.1',
      },
    },
  ]);
  expect(harness.queries).toMatchObject([{ operation: 'SELECT', namespace: 'postgres', errorType: undefined }]);
});

test('a failed query has the SQLSTATE as its error', async () => {
  await expect(inSpan(() => pool.query('select * from nothing_here'))).rejects.toThrow(/nothing_here/);
  expect(querySpans()).toMatchObject([{ status: { code: SpanStatusCode.ERROR }, attributes: { 'error.type': '42P01' } }]);
  expect(harness.queries).toMatchObject([{ errorType: '42P01' }]);
});

test('values written into the text are not shown', async () => {
  await inSpan(() => pool.query("select 'jane@example.com' as mail, 4711 as pin"));
  expect(querySpans()[0]?.attributes['db.query.text']).toBe('select ? as mail, ? as pin');
});

test('callbacks and waiting for a connection keep the context of their caller', async () => {
  const seen = await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      harness.tracer.startActiveSpan(
        name,
        (span) =>
          new Promise<boolean>((resolve, reject) => {
            pool.query('select pg_sleep(0.01)', (error) => {
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
  const parents = querySpans().map((span) => span.parentSpanContext?.spanId);
  expect(new Set(parents).size).toBe(3);
});

test('a query outside of any trace is counted, and makes no trace of its own', async () => {
  await pool.query('select 1');
  expect(harness.spans()).toEqual([]);
  expect(harness.queries).toHaveLength(1);
});

test.each([
  ["select * from t where a = 'it''s' and b = 12.5", 'select * from t where a = ? and b = ?'],
  ['select col1 from t2', 'select col1 from t2'],
])('%s', (text, shown) => expect(replaceStandardLiterals(text)).toBe(shown));
