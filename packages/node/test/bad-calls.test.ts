// Calls of the API with arguments that its types forbid. JavaScript makes them, and mistakes in code for failures make most of them.
import {
  context,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Span,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import { AlwaysOnSampler, TracerProvider as TheirProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ContextManager } from '../src/context/context-manager.ts';
import { createJsonEncoding, createProtobufEncoding } from '../src/export/encoding/encoding.ts';
import { createKeepOnError } from '../src/keep/keep-on-error.ts';
import { createRedaction } from '../src/redaction/redact.ts';
import type { EndedSpan } from '../src/traces/ended-span.ts';
import { createRedactedProvider } from '../src/traces/redacted-provider.ts';
import { createRedactingProcessor } from '../src/traces/redacting-processor.ts';
import { createSampler } from '../src/traces/sampler.ts';
import { runInSpan } from '../src/traces/span.ts';
import { createTracerProvider } from '../src/traces/tracer.ts';

beforeAll(() => void context.setGlobalContextManager(new ContextManager().enable()));
afterAll(() => context.disable());

const throwing = (): never => {
  throw new Error('a getter of the service throws');
};
const circular: Record<string, unknown> = {};
circular['self'] = circular;

const values: Readonly<Record<string, unknown>> = {
  undefined: undefined,
  null: null,
  true: true,
  zero: 0,
  minus: -1,
  fraction: 1.5,
  huge: 1e300,
  NaN: Number.NaN,
  infinity: Number.POSITIVE_INFINITY,
  bigint: 1n,
  'empty text': '',
  text: 'text',
  'lone surrogate': '\ud800',
  symbol: Symbol('s'),
  function: () => 'called',
  'empty array': [],
  'array of null': [null],
  'array of all': [1, 'a', null, undefined, {}],
  'three numbers': [1, 2, 3],
  'NaN times': [Number.NaN, Number.NaN],
  'negative time': [-5, -5],
  'huge time': [1e300, 5],
  object: {},
  'object without prototype': Object.create(null),
  'wrong context': { context: 1, code: {}, message: {}, name: {}, stack: {} },
  'text ids': { traceId: 5, spanId: null, traceFlags: 'x', traceState: {} },
  circular,
  'throwing getters': Object.defineProperties({}, Object.fromEntries(['context', 'code', 'message', 'name', 'stack', 'traceId', 'kind', 'root', 'a'].map((key) => [key, { get: throwing, enumerable: true }]))),
  'throwing toString': { toString: throwing, message: { toString: throwing }, code: { toString: throwing } },
  'throwing proxy': new Proxy({}, { get: throwing, ownKeys: throwing, has: throwing, getOwnPropertyDescriptor: throwing }),
  'invalid date': new Date(Number.NaN),
  'date before 1970': new Date(-1e12),
  map: new Map([['a', 1]]),
  regexp: /x/,
  error: new Error('e'),
  promise: Promise.resolve(),
  bytes: new Uint8Array(2),
}; // prettier-ignore

const valid = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: TraceFlags.SAMPLED };
type Loose = (...args: readonly unknown[]) => unknown;
const loose = <T extends object>(target: T) => target as unknown as Readonly<Record<string, Loose>>;

const spanCalls: Readonly<Record<string, (span: Readonly<Record<string, Loose>>, value: unknown) => unknown>> = {
  'setAttribute(…, 1)': (span, value) => span['setAttribute']?.(value, 1),
  "setAttribute('k', …)": (span, value) => span['setAttribute']?.('k', value),
  'setAttributes(…)': (span, value) => span['setAttributes']?.(value),
  'setAttributes({ k: … })': (span, value) => span['setAttributes']?.({ k: value }),
  'addEvent(…)': (span, value) => span['addEvent']?.(value),
  "addEvent('e', …)": (span, value) => span['addEvent']?.('e', value),
  "addEvent('e', { k: … })": (span, value) => span['addEvent']?.('e', { k: value }),
  "addEvent('e', {}, …)": (span, value) => span['addEvent']?.('e', {}, value),
  'addLink(…)': (span, value) => span['addLink']?.(value),
  'addLink({ context: … })': (span, value) => span['addLink']?.({ context: value }),
  'addLink({ context, attributes: … })': (span, value) => span['addLink']?.({ context: valid, attributes: value }),
  'addLink({ context: { traceState: … } })': (span, value) => span['addLink']?.({ context: { ...valid, traceState: value } }),
  'addLink({ context: { traceId: … } })': (span, value) => span['addLink']?.({ context: { ...valid, traceId: value } }),
  'addLinks(…)': (span, value) => span['addLinks']?.(value),
  'addLinks([…])': (span, value) => span['addLinks']?.([value]),
  'setStatus(…)': (span, value) => span['setStatus']?.(value),
  'setStatus({ code: … })': (span, value) => span['setStatus']?.({ code: value }),
  'setStatus({ code: ERROR, message: … })': (span, value) => span['setStatus']?.({ code: SpanStatusCode.ERROR, message: value }),
  'updateName(…)': (span, value) => span['updateName']?.(value),
  'end(…)': (span, value) => span['end']?.(value),
  'recordException(…)': (span, value) => span['recordException']?.(value),
  'recordException(error, …)': (span, value) => span['recordException']?.(new Error('e'), value),
  'recordException({ code: … })': (span, value) => span['recordException']?.({ code: value }),
  'recordException({ name: …, message })': (span, value) => span['recordException']?.({ name: value, message: 'm' }),
  'recordException({ message: … })': (span, value) => span['recordException']?.({ message: value }),
  'recordException({ message, stack: … })': (span, value) => span['recordException']?.({ message: 'm', stack: value }),
};

/** Each makes a span, which is ended afterwards. */
const tracerCalls: Readonly<Record<string, (tracer: Readonly<Record<string, Loose>>, value: unknown) => unknown>> = {
  'startSpan(…)': (tracer, value) => tracer['startSpan']?.(value),
  "startSpan('n', …)": (tracer, value) => tracer['startSpan']?.('n', value),
  "startSpan('n', {}, …)": (tracer, value) => tracer['startSpan']?.('n', {}, value),
  "startSpan('n', { root: … })": (tracer, value) => tracer['startSpan']?.('n', { root: value }),
  "startSpan('n', { kind: … })": (tracer, value) => tracer['startSpan']?.('n', { kind: value }),
  "startSpan('n', { attributes: … })": (tracer, value) => tracer['startSpan']?.('n', { attributes: value }),
  "startSpan('n', { attributes: { k: … } })": (tracer, value) => tracer['startSpan']?.('n', { attributes: { k: value } }),
  "startSpan('n', { links: … })": (tracer, value) => tracer['startSpan']?.('n', { links: value }),
  "startSpan('n', { links: […] })": (tracer, value) => tracer['startSpan']?.('n', { links: [value] }),
  "startSpan('n', { startTime: … })": (tracer, value) => tracer['startSpan']?.('n', { startTime: value }),
  "startSpan('n', {}, context with …)": (tracer, value) => tracer['startSpan']?.('n', {}, trace.setSpan(ROOT_CONTEXT, value as Span)),
  'startActiveSpan(…)': (tracer, value) => tracer['startActiveSpan']?.(value),
  'startActiveSpan(…, fn)': (tracer, value) => tracer['startActiveSpan']?.(value, (span: Span) => span),
  "startActiveSpan('n', …)": (tracer, value) => tracer['startActiveSpan']?.('n', value),
  "startActiveSpan('n', …, fn)": (tracer, value) => tracer['startActiveSpan']?.('n', value, (span: Span) => span),
  "startActiveSpan('n', {}, …, fn)": (tracer, value) => tracer['startActiveSpan']?.('n', {}, value, (span: Span) => span),
  "startActiveSpan('n', {}, context, …)": (tracer, value) => tracer['startActiveSpan']?.('n', {}, ROOT_CONTEXT, value),
  "startActiveSpan('n', {}, context, fn, …)": (tracer, value) =>
    tracer['startActiveSpan']?.('n', {}, ROOT_CONTEXT, (span: Span) => span, value),
};

const providerCalls: Readonly<Record<string, (provider: Readonly<Record<string, Loose>>, value: unknown) => unknown>> = {
  'getTracer(…)': (provider, value) => provider['getTracer']?.(value),
  "getTracer('n', …)": (provider, value) => provider['getTracer']?.('n', value),
  "getTracer('n', '1', …)": (provider, value) => provider['getTracer']?.('n', '1', value),
  "getTracer('n', '1', { schemaUrl: … })": (provider, value) => provider['getTracer']?.('n', '1', { schemaUrl: value }),
};

const redaction = createRedaction({ allowKeys: [], action: 'mask', hashKey: undefined });

/** Every way in which a provider of ours makes spans. What ended is read as an exporter reads it. */
function createOurs(mode: string): { readonly provider: TracerProvider; readonly ended: EndedSpan[] } {
  const ended: EndedSpan[] = [];
  const keep = (span: EndedSpan): void => void ended.push(span);
  const redacting = createRedactingProcessor(redaction, { longestValue: 100 });
  if (mode === 'the SDK of a configuration file') {
    const inner = new TheirProvider({
      sampler: new AlwaysOnSampler(),
      spanProcessors: [{ onStart() {}, onEnd: (span) => keep(span as EndedSpan), forceFlush: async () => {}, shutdown: async () => {} }],
    });
    return { provider: createRedactedProvider(inner, redacting), ended };
  }
  const limits = {
    attributeCount: 128,
    attributeValueLength: 356,
    eventCount: 128,
    linkCount: 128,
    eventAttributeCount: 128,
    linkAttributeCount: 128,
  };
  const provider = createTracerProvider({
    sampler: createSampler({ type: mode === 'recorded' ? 'always_on' : 'always_off' }),
    limits,
    listeners: [redacting, { onEnd: keep }],
    keepOnError: mode === 'kept' ? createKeepOnError({ requestBytes: 1e6, totalBytes: 1e7, slowMs: 1000 }, () => 0) : undefined,
  }); // prettier-ignore
  return { provider, ended };
}

function createTheirs(): TracerProvider {
  const processor = { onStart() {}, onEnd() {}, forceFlush: async () => {}, shutdown: async () => {} };
  return new TheirProvider({ sampler: new AlwaysOnSampler(), spanProcessors: [processor] });
}

interface Call {
  readonly name: string;
  readonly make: (provider: TracerProvider) => unknown;
}

/** A span that the call made, if it made one, is ended: what is wrong with it may show there only. */
function endIfSpan(made: unknown): void {
  const isSpan = typeof made === 'object' && made !== null && 'end' in made;
  if (isSpan) (made as Span).end();
}

const inTracer = (provider: TracerProvider): Tracer => provider.getTracer('test');
const calls: readonly Call[] = Object.entries(values).flatMap(([valueName, value]) => [
  ...Object.entries(spanCalls).map(([name, call]) => ({
    name: `span.${name} with ${valueName}`,
    make: (provider: TracerProvider) => {
      const span = inTracer(provider).startSpan('span');
      call(loose(span), value);
      span.end();
    },
  })),
  ...Object.entries(tracerCalls).map(([name, call]) => ({
    name: `tracer.${name} with ${valueName}`,
    make: (provider: TracerProvider) => {
      const made = call(loose(inTracer(provider)), value);
      // A value that is a function is called with the span, and returns something else.
      if (made !== value) endIfSpan(made);
    },
  })),
  ...Object.entries(providerCalls).map(([name, call]) => ({
    name: `provider.${name} with ${valueName}`,
    make: (provider: TracerProvider) => endIfSpan((call(loose(provider), value) as Tracer).startSpan('n')),
  })),
]);

const isThrown = ({ make }: Call, provider: TracerProvider): boolean => {
  try {
    make(provider);
    return false;
  } catch {
    return true;
  }
};
const thrownBy = (provider: TracerProvider): string[] => calls.filter((call) => isThrown(call, provider)).map(({ name }) => name);

test('there are very many calls', () => expect(calls.length).toBeGreaterThan(1500));

test.each(['recorded', 'unsampled', 'kept'])('nothing throws: %s', (mode) => {
  expect(thrownBy(createOurs(mode).provider)).toEqual([]);
});

test('nothing throws where OpenTelemetry’s SDK does not: with a configuration file, which has that SDK make the spans', () => {
  const theirs = new Set(thrownBy(createTheirs()));
  expect(theirs.size).toBeGreaterThan(50);
  expect(thrownBy(createOurs('the SDK of a configuration file').provider).filter((name) => !theirs.has(name))).toEqual([]);
});

test('each span that ended can be exported, in protobuf and in JSON', () => {
  const { provider, ended } = createOurs('recorded');
  const options = { resource: {}, scope: { name: 'test' } };
  const encodings = [createProtobufEncoding(options), createJsonEncoding(options)];
  const lost = calls.filter((call) => {
    ended.length = 0;
    call.make(provider);
    return encodings.some((encoding) => {
      try {
        return encoding.request('traces', ended.map(encoding.span)).length === 0;
      } catch {
        return true;
      }
    });
  });
  expect(lost.map(({ name }) => name)).toEqual([]);
});

describe('span()', () => {
  test.each(Object.entries(values))('takes %s for its name and its attributes', (_name, value) => {
    const { provider, ended } = createOurs('recorded');
    const tracer = inTracer(provider);
    expect(runInSpan(tracer, value as string, { attributes: value as Attributes }, () => 'result')).toBe('result');
    expect(ended).toHaveLength(1);
  });

  test.each(Object.entries(values))('throws on what the function throws: %s', (_name, value) => {
    const { provider, ended } = createOurs('recorded');
    let caught: unknown = 'nothing';
    try {
      runInSpan(inTracer(provider), 'n', {}, () => {
        throw value;
      });
    } catch (error) {
      caught = error;
    }
    expect(Object.is(caught, value)).toBe(true);
    expect(ended).toMatchObject([{ status: { code: SpanStatusCode.ERROR } }]);
  });
});
