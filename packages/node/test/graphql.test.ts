// Executed operations of the real library.
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { startTracingHarness } from './tracing-harness.ts';

const harness = startTracingHarness();
const { buildSchema, graphql } = await import('graphql');
afterAll(() => harness.shutdown());
beforeEach(() => harness.reset());

const schema = buildSchema(
  'type Query { item(sku: String): String, slow: String, broken: String } type Mutation { put(sku: String): String }',
);
let seen: unknown[] = [];
beforeEach(() => void (seen = []));
const note = () => seen.push(trace.getSpanContext(context.active())?.spanId);
const rootValue = {
  item: ({ sku }: { sku: string }) => {
    note();
    return sku;
  },
  put: () => 'put',
  async slow() {
    await new Promise((resolve) => setTimeout(resolve, 1));
    note();
    return 'slow';
  },
  async broken() {
    await Promise.resolve();
    throw new RangeError('no stock');
  },
};
const run = (source: string, operationName?: string) =>
  harness.tracer.startActiveSpan('request', async (span) => {
    const result = await graphql({ schema, source, rootValue, ...(operationName === undefined ? {} : { operationName }) });
    const after = trace.getSpan(context.active()) === span;
    span.end();
    return { result, after };
  });
const operations = () => harness.spans().filter((span) => span.name !== 'request');

test.each([
  ['query FindItem { item(sku: "janedoe-private") }', 'query', 'FindItem'],
  ['{ slow }', 'query', undefined],
  ['mutation PutItem { put(sku: "janedoe-private") }', 'mutation', 'PutItem'],
])('%s', async (source, type, name) => {
  const { result, after } = await run(source);
  expect(result.errors).toBeUndefined();
  const request = harness.spans().find((span) => span.name === 'request');
  expect(operations()).toMatchObject([
    {
      name: type,
      kind: SpanKind.INTERNAL,
      parentSpanContext: { spanId: request?.spanContext().spanId },
      attributes: { 'graphql.operation.type': type },
    },
  ]);
  expect(operations()[0]?.attributes['graphql.operation.name']).toBe(name);
  expect(JSON.stringify(operations()[0]?.attributes)).not.toContain('janedoe-private');
  expect(new Set(seen)).toEqual(new Set(type === 'query' ? [operations()[0]?.spanContext().spanId] : []));
  expect(after).toBe(true);
});

test('what a resolver throws is on the span', async () => {
  const { result } = await run('query Broken { broken }');
  expect(result.errors).toHaveLength(1);
  expect(operations()).toMatchObject([
    { status: { code: SpanStatusCode.ERROR }, attributes: { 'error.type': 'RangeError' }, events: [{ name: 'exception' }] },
  ]);
});

test('the named operation of several is the one that is told', async () => {
  await run('query A { slow } mutation B { put }', 'B');
  expect(operations()).toMatchObject([{ name: 'mutation', attributes: { 'graphql.operation.name': 'B' } }]);
});

test('the caller’s context is not changed by an operation without promises', async () => {
  const { graphqlSync } = await import('graphql');
  harness.tracer.startActiveSpan('request', (span) => {
    graphqlSync({ schema, source: '{ item(sku: "a") }', rootValue });
    expect(trace.getSpan(context.active())).toBe(span);
    span.end();
  });
  expect(operations()).toHaveLength(1);
});
