import { ROOT_CONTEXT, SpanStatusCode, trace, TraceFlags, type Context, type Span } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { createKeepOnError } from '../keep/keep-on-error.ts';
import type { EndedSpan } from './ended-span.ts';
import { createSampler } from './sampler.ts';
import { createTracerProvider } from './tracer.ts';

function setUp(sampler: Parameters<typeof createSampler>[0] = { type: 'parentbased_always_off' }) {
  let at = 0;
  const ended: EndedSpan[] = [];
  const started: EndedSpan[] = [];
  const keepOnError = createKeepOnError({ requestBytes: 10_000, totalBytes: 100_000, slowMs: 1000 }, () => at);
  const provider = createTracerProvider({
    sampler: createSampler(sampler),
    limits: {
      attributeCount: 128,
      attributeValueLength: 8192,
      eventCount: 128,
      linkCount: 128,
      eventAttributeCount: 128,
      linkAttributeCount: 128,
    },
    listeners: [{ onStart: (span) => void started.push(span), onEnd: (span) => void ended.push(span) }],
    keepOnError,
  });
  const tracer = provider.getTracer('test');
  const child = (name: string, parent: Span): Span => tracer.startSpan(name, {}, inside(parent));
  const inside = (span: Span): Context => trace.setSpan(ROOT_CONTEXT, span);
  const root = (name: string, context: Context = ROOT_CONTEXT): Span => tracer.startSpan(name, {}, context);
  const names = () => ended.map(({ name }) => name);
  return { provider, root, child, inside, names, ended, started, wait: (ms: number) => void (at += ms) };
}

const fail = (span: Span): void => {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
};
const isSampled = (span: Span): boolean => (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;

test('all spans of work that failed are sent as one sampled trace, also those that end later', () => {
  const { root, child, names, ended, started, provider } = setUp();
  const job = root('job');
  const [done, late] = [child('done', job), child('late', job)];
  done.end();
  expect([names(), started, isSampled(late)]).toEqual([[], [], false]);
  fail(job);
  expect(isSampled(late)).toBe(true);
  late.end();
  child('later still', job).end();
  expect(names()).toEqual(['done', 'job', 'late', 'later still']);
  expect(started).toHaveLength(4);
  expect(new Set(ended.map((span) => span.spanContext().traceId)).size).toBe(1);
  expect(ended.every((span) => isSampled(span as unknown as Span))).toBe(true);
  expect(ended.map(({ attributes }) => attributes['plinth.keep.reason'])).toEqual([undefined, 'failed', undefined, undefined]);
  expect(provider.counts()).toEqual({ started: 4, sampledOut: 0, open: 0, dropped: 0 });
});

test('work that went well leaves nothing, and what goes on after it is not recorded', () => {
  const { root, child, names, provider } = setUp();
  const job = root('job');
  const late = child('late', job);
  // A part that failed is no failure where the whole went well.
  fail(child('part', job));
  job.end();
  late.end();
  expect(child('after', job).isRecording()).toBe(false);
  expect(names()).toEqual([]);
  expect(provider.counts()).toEqual({ started: 4, sampledOut: 4, open: 0, dropped: 0 });
});

test('slow work is sampled from then on, for those it calls too', () => {
  const { root, child, names, wait } = setUp();
  const job = root('job');
  wait(1000);
  child('first', job).end();
  const next = child('next', job);
  expect([isSampled(job), isSampled(next), names()]).toEqual([true, true, ['first']]);
  next.end();
  job.end();
  expect(names()).toEqual(['first', 'next', 'job']);
});

test('a part that fails keeps nothing by itself, and a caller without a sampled trace does not make work a part', () => {
  const { root, child, names, inside } = setUp();
  const outer = root('outer');
  fail(child('part', outer));
  outer.end();
  expect(names()).toEqual([]);
  const remote = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: TraceFlags.NONE, isRemote: true };
  fail(root('called', inside(trace.wrapSpanContext(remote))));
  expect(names()).toEqual(['called']);
});

test('sampled spans are sent as ever', () => {
  const { root, child, names, started, ended, provider } = setUp({ type: 'always_on' });
  const job = root('job');
  child('part', job).end();
  expect([names(), started.length]).toEqual([['part'], 2]);
  fail(job);
  expect(ended[1]?.attributes).toEqual({});
  expect(provider.counts()).toEqual({ started: 2, sampledOut: 0, open: 0, dropped: 0 });
});

test('what has no room is counted, and its trace says so', () => {
  const { root, child, ended, provider } = setUp();
  const job = root('job');
  for (let part = 0; part < 20; part++) child('part', job).end();
  fail(job);
  const lost = ended.at(-1)?.attributes['plinth.keep.lost'];
  expect(lost).toBe(21 - ended.length);
  expect(provider.counts()).toEqual({ started: 21, sampledOut: 0, open: 0, dropped: lost });
});
