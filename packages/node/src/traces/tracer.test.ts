// Our spans against those of OpenTelemetry's own SDK, and what only ours can do.
import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Context,
  type Span,
  type SpanOptions,
  type Tracer,
} from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { AlwaysOnSampler, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ContextManager } from '../context/context-manager.ts';
import type { EndedSpan } from './ended-span.ts';
import { createSampler } from './sampler.ts';
import { createTracerProvider } from './tracer.ts';

beforeAll(() => void context.setGlobalContextManager(new ContextManager().enable()));
afterAll(() => {
  context.disable();
  propagation.disable();
});

const limits = { attributeCount: 4, attributeValueLength: 6, eventCount: 2, linkCount: 1, eventAttributeCount: 3, linkAttributeCount: 2 };

function createOurs(sampler = createSampler({ type: 'parentbased_always_on' })) {
  const ended: EndedSpan[] = [];
  const provider = createTracerProvider({ sampler, limits, listeners: [{ onEnd: (span) => void ended.push(span) }] });
  return { tracer: provider.getTracer('test', '1'), ended, counts: provider.counts };
}

function createTheirs(sampler = new ParentBasedSampler({ root: new AlwaysOnSampler() })) {
  const ended: ReadableSpan[] = [];
  const provider = new TracerProvider({
    sampler,
    spanLimits: {
      attributeCountLimit: limits.attributeCount,
      attributeValueLengthLimit: limits.attributeValueLength,
      eventCountLimit: limits.eventCount,
      linkCountLimit: limits.linkCount,
      attributePerEventCountLimit: limits.eventAttributeCount,
      attributePerLinkCountLimit: limits.linkAttributeCount,
    },
    spanProcessors: [
      { onStart() {}, onEnd: (span) => void ended.push(span), forceFlush: () => Promise.resolve(), shutdown: () => Promise.resolve() },
    ],
  });
  return { tracer: provider.getTracer('test', '1'), ended };
}

const remote = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: TraceFlags.SAMPLED, isRemote: true };
const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(undefined),
  fc.constant(null),
  fc.array(fc.string(), { maxLength: 3 }),
  // The reference loses an own key `__proto__` where it copies an object twice.
  fc.object({ maxDepth: 2, key: fc.string().filter((key) => key !== '__proto__') }),
  fc.uint8Array(),
  fc.constant(Symbol('no')),
  fc.bigInt(),
);
const attributes = fc.dictionary(fc.constantFrom('', 'a', 'b', 'c', 'd', 'e', 'toString'), value, {
  noNullPrototype: true,
}) as fc.Arbitrary<Attributes>;
const time = fc.oneof(
  fc.constant(undefined),
  fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }),
  fc.date({ min: new Date(1.7e12), max: new Date(1.8e12), noInvalidDate: true }),
  fc.tuple(fc.integer({ min: 1_700_000_000, max: 1_800_000_000 }), fc.nat(999_999_999)),
);
const status = fc.record({
  code: fc.constantFrom(SpanStatusCode.UNSET, SpanStatusCode.OK, SpanStatusCode.ERROR),
  message: fc.oneof(fc.string(), fc.constant(undefined)),
});
type Step = (span: Span) => unknown;
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constantFrom('', 'a', 'b', 'c', 'd', 'e', 'f'), value).map(
    ([key, given]): Step =>
      (span) =>
        span.setAttribute(key, given as string),
  ),
  attributes.map(
    (given): Step =>
      (span) =>
        span.setAttributes(given),
  ),
  fc.tuple(fc.string(), attributes).map(
    ([name, given]): Step =>
      (span) =>
        span.addEvent(name, given, 1_750_000_000_000),
  ),
  fc.string().map(
    (name): Step =>
      (span) =>
        span.addEvent(name, 1_750_000_000_001),
  ),
  attributes.map(
    (given): Step =>
      (span) =>
        span.addLink({ context: remote, attributes: given }),
  ),
  status.map(
    (given): Step =>
      (span) =>
        span.setStatus(given as { code: SpanStatusCode }),
  ),
  fc.string().map(
    (name): Step =>
      (span) =>
        span.updateName(name),
  ),
  fc
    .constantFrom<Error | string>(new RangeError('too much'), 'text', Object.assign(new Error('no'), { code: 'E_NO', stack: undefined }))
    .map(
      (error): Step =>
        (span) =>
          span.recordException(error, 1_750_000_000_002),
    ),
);
const options: fc.Arbitrary<SpanOptions> = fc.record(
  {
    kind: fc.constantFrom(undefined, SpanKind.SERVER, SpanKind.CLIENT),
    attributes,
    startTime: time,
    root: fc.constantFrom(undefined, true, false),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<SpanOptions>;

function read(span: EndedSpan | ReadableSpan, hasTimes: boolean) {
  const {
    name,
    kind,
    attributes: kept,
    links,
    events,
    status: ended,
    droppedAttributesCount,
    droppedEventsCount,
    droppedLinksCount,
    parentSpanContext,
  } = span;
  const { traceId, traceFlags } = span.spanContext();
  return {
    name,
    kind,
    attributes: kept,
    links: links.map((link) => ({ ...link })),
    events: events.map((event) => ({ ...event })),
    status: ended,
    droppedAttributesCount,
    droppedEventsCount,
    droppedLinksCount,
    parentSpanContext,
    // Ours say that their trace ids are random, too.
    traceFlags: traceFlags & TraceFlags.SAMPLED,
    ...(parentSpanContext === undefined ? {} : { traceId }),
    ...(hasTimes ? { startTime: span.startTime, endTime: span.endTime } : {}),
  };
}

test('a span says what OpenTelemetry’s own would say, whatever is done to it', () => {
  fc.assert(
    fc.property(options, fc.boolean(), fc.array(step, { maxLength: 12 }), time, (given, hasParent, steps, endTime) => {
      const parent: Context = hasParent ? trace.setSpanContext(ROOT_CONTEXT, remote) : ROOT_CONTEXT;
      const run = ({ tracer, ended }: { tracer: Tracer; ended: readonly (EndedSpan | ReadableSpan)[] }) => {
        const span = tracer.startSpan('span', given, parent);
        for (const take of steps) take(span);
        span.end(endTime as Date);
        // Nothing of this may count.
        for (const take of steps.slice(0, 2)) take(span);
        span.end();
        expect(span.isRecording()).toBe(false);
        expect(ended).toHaveLength(1);
        return read(ended[0]!, given.startTime !== undefined && endTime !== undefined);
      };
      expect(run(createOurs())).toEqual(run(createTheirs()));
    }),
    { numRuns: 500 },
  );
});

test('no key changes what the attributes are', () => {
  const { tracer, ended } = createOurs();
  const span = tracer.startSpan('x', { attributes: JSON.parse('{"__proto__":{"polluted":true}}') as Attributes });
  span.setAttribute('__proto__', 'x').setAttribute('constructor', 'kept').end();
  expect(ended[0]!.attributes).toEqual({ constructor: 'kept' });
  expect(Object.getPrototypeOf(ended[0]!.attributes)).toBe(Object.prototype);
});

describe('sampling', () => {
  test('a ratio decides as OpenTelemetry’s own sampler, for every trace id', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{31}[1-9a-f]$/), fc.double({ min: 0, max: 1, noNaN: true }), (traceId, ratio) => {
        const parent = trace.setSpanContext(ROOT_CONTEXT, { ...remote, traceId });
        const theirs = new TraceIdRatioBasedSampler(ratio).shouldSample(ROOT_CONTEXT, traceId).decision === 2;
        const { tracer } = createOurs(createSampler({ type: 'traceidratio', ratio }));
        expect(tracer.startSpan('x', {}, parent).isRecording()).toBe(theirs);
      }),
      { numRuns: 500 },
    );
  });

  test('the ids of a new trace agree with the decision that was taken before they were made', () => {
    const { tracer, counts } = createOurs(createSampler({ type: 'traceidratio', ratio: 0.3 }));
    const sampler = new TraceIdRatioBasedSampler(0.3);
    let kept = 0;
    for (let index = 0; index < 5000; index++) {
      const span = tracer.startSpan('x', {}, ROOT_CONTEXT);
      const { traceId, spanId, traceFlags } = span.spanContext();
      expect(traceId).toMatch(/^[0-9a-f]{32}$/);
      expect(spanId).toMatch(/^[0-9a-f]{16}$/);
      expect(sampler.shouldSample(ROOT_CONTEXT, traceId).decision === 2).toBe(span.isRecording());
      expect((traceFlags & TraceFlags.SAMPLED) !== 0).toBe(span.isRecording());
      if (span.isRecording()) kept++;
      span.end();
    }
    // 5000 draws at 0.3: six standard deviations are 194.
    expect(Math.abs(kept - 1500)).toBeLessThan(194);
    expect(counts()).toEqual({ started: 5000, sampledOut: 5000 - kept, open: 0, dropped: 0 });
  });

  test('below a span that is not kept nothing is, and all have its trace id', () => {
    const { tracer, ended, counts } = createOurs(createSampler({ type: 'parentbased_always_off' }));
    const root = tracer.startSpan('root', {}, ROOT_CONTEXT);
    const child = tracer.startSpan('child', {}, trace.setSpan(ROOT_CONTEXT, root));
    const grandchild = tracer.startSpan('grandchild', {}, trace.setSpan(ROOT_CONTEXT, child));
    // Read from the youngest: its ids need those above it.
    const ids = [grandchild, child, root].map((span) => span.spanContext());
    expect(new Set(ids.map(({ traceId }) => traceId)).size).toBe(1);
    expect(new Set(ids.map(({ spanId }) => spanId)).size).toBe(3);
    expect(grandchild.spanContext()).toBe(ids[0]);
    for (const span of [grandchild, child, root]) span.end();
    expect(ended).toEqual([]);
    expect(counts()).toEqual({ started: 3, sampledOut: 3, open: 0, dropped: 0 });
  });

  test('a caller who did not sample is followed, and not by a ratio alone', () => {
    const parent = trace.setSpanContext(ROOT_CONTEXT, { ...remote, traceFlags: TraceFlags.NONE });
    expect(createOurs().tracer.startSpan('x', {}, parent).isRecording()).toBe(false);
    expect(
      createOurs(createSampler({ type: 'traceidratio', ratio: 1 }))
        .tracer.startSpan('x', {}, parent)
        .isRecording(),
    ).toBe(true);
  });
});

test('ids do not repeat', () => {
  const { tracer } = createOurs();
  const ids = new Set<string>();
  for (let index = 0; index < 3000; index++) {
    const { traceId, spanId } = tracer.startSpan('x', {}, ROOT_CONTEXT).spanContext();
    ids.add(traceId).add(spanId);
  }
  expect(ids.size).toBe(6000);
});

test('startActiveSpan in its three forms', () => {
  const { tracer } = createOurs();
  const seen = (span: Span) => trace.getActiveSpan() === span;
  expect(tracer.startActiveSpan('a', seen)).toBe(true);
  expect(tracer.startActiveSpan('b', { kind: SpanKind.CLIENT }, seen)).toBe(true);
  const parent = trace.setSpanContext(ROOT_CONTEXT, remote);
  expect(tracer.startActiveSpan('c', {}, parent, (span) => seen(span) && span.spanContext().traceId === remote.traceId)).toBe(true);
});

test('where tracing is suppressed nothing is started', () => {
  const { tracer, counts } = createOurs();
  const span = tracer.startSpan('x', {}, suppressTracing(ROOT_CONTEXT));
  expect(span.isRecording()).toBe(false);
  expect(counts().started).toBe(0);
});

test('a span of the clock has a duration, and its wall-clock time', () => {
  const { tracer, ended } = createOurs();
  const before = Date.now();
  tracer.startSpan('x').end();
  const { startTime, endTime } = ended[0]!;
  const ms = ([seconds, nanoseconds]: readonly [number, number]) => seconds * 1000 + nanoseconds / 1e6;
  expect(ms(startTime)).toBeGreaterThan(before - 20);
  expect(ms(startTime)).toBeLessThan(Date.now() + 20);
  expect(ms(endTime)).toBeGreaterThanOrEqual(ms(startTime));
});

test('a span that is left out is counted as sampled out, and so is all below it, whatever the sampler says', () => {
  const ended: EndedSpan[] = [];
  const provider = createTracerProvider({
    sampler: createSampler({ type: 'always_on' }),
    limits,
    listeners: [{ onEnd: (span) => void ended.push(span) }],
  });
  const parent = trace.setSpanContext(ROOT_CONTEXT, remote);
  const span = provider.startIgnoredSpan(parent);
  const below = provider.getTracer('test').startSpan('below', {}, trace.setSpan(parent, span));
  provider.getTracer('test').startSpan('below that', {}, trace.setSpan(parent, below)).end();
  below.end();
  span.end();
  expect(ended).toEqual([]);
  expect(below.spanContext()).toMatchObject({ traceId: remote.traceId, traceFlags: TraceFlags.NONE });
  expect(provider.counts()).toEqual({ started: 3, sampledOut: 3, dropped: 0, open: 0 });
  expect(provider.startIgnoredSpan(ROOT_CONTEXT).spanContext().traceId).toMatch(/^[0-9a-f]{32}$/);
});

describe('tracers', () => {
  const create = () => createTracerProvider({ sampler: createSampler({ type: 'always_on' }), limits, listeners: [] });
  test('one scope has one tracer; another version or schema URL is another scope', () => {
    const provider = create();
    const tracer = provider.getTracer('a', '1', { schemaUrl: 'https://x/1' });
    expect(provider.getTracer('a', '1', { schemaUrl: 'https://x/1' })).toBe(tracer);
    expect(provider.getTracer('a', '1', { schemaUrl: 'https://x/2' })).not.toBe(tracer);
    expect(provider.getTracer('a', '1')).not.toBe(tracer);
    expect(provider.getTracer('a', '2', { schemaUrl: 'https://x/1' })).not.toBe(tracer);
  });

  test('a span has the schema URL of its scope', () => {
    const ended: EndedSpan[] = [];
    const provider = createTracerProvider({
      sampler: createSampler({ type: 'always_on' }),
      limits,
      listeners: [{ onEnd: (span) => void ended.push(span) }],
    });
    provider.getTracer('a', '1', { schemaUrl: 'https://x/1' }).startSpan('s').end();
    expect(ended[0]?.instrumentationScope).toEqual({ name: 'a', version: '1', schemaUrl: 'https://x/1' });
  });

  test('so many are remembered, and one that is held goes on', () => {
    const provider = create();
    const first = provider.getTracer('scope-0');
    for (let index = 1; index <= 1000; index++) provider.getTracer(`scope-${index}`);
    expect(provider.getTracer('scope-1000')).toBe(provider.getTracer('scope-1000'));
    expect(provider.getTracer('scope-0')).not.toBe(first);
    expect(first.startSpan('s').isRecording()).toBe(true);
  });

  test('forceFlush and shutdown send what is buffered', async () => {
    const asked: number[] = [];
    const flush = async (timeoutMs: number): Promise<void> => void asked.push(timeoutMs);
    const provider = createTracerProvider({ sampler: createSampler({ type: 'always_on' }), limits, listeners: [], flush });
    await provider.forceFlush({ timeoutMillis: 70 });
    await provider.forceFlush();
    await provider.shutdown();
    expect(asked).toEqual([70, 30_000, 30_000]);
  });
});
