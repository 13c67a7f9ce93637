// Makes spans: the OpenTelemetry API's tracer over our own spans.
import {
  context as contextApi,
  isSpanContextValid,
  SpanKind,
  trace,
  TraceFlags,
  type Context,
  type Span,
  type SpanContext,
  type SpanOptions,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { findHeld, setHeld, type Holding } from '../keep/held-requests.ts';
import type { SpanCounts } from '../ledger/ledger.ts';
import type { EndedSpan, SpanListener } from './ended-span.ts';
import { endHeldSpan } from './held-spans.ts';
import { chanceOf, chanceOfLast, createSpanId, takeRandom, traceAndSpanBytes } from './ids.ts';
import { RecordingSpan } from './recording-span.ts';
import type { Sampler } from './sampler.ts';
import type { SpanLimits } from './span-attributes.ts';
import { UnsampledSpan } from './unsampled-span.ts';

export interface PlinthTracerProvider extends TracerProvider {
  counts(): SpanCounts;
}

export interface TracerProviderOptions {
  readonly sampler: Sampler;
  readonly limits: SpanLimits;
  readonly listeners: readonly SpanListener[];
  /** Given where spans that are not sampled are held back until it is known how their request ends. */
  readonly holding?: Holding | undefined;
}

const suppressedSpan = trace.wrapSpanContext({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: TraceFlags.NONE });

export function createTracerProvider({ sampler, limits, listeners, holding }: TracerProviderOptions): PlinthTracerProvider {
  let started = 0;
  let sampledOut = 0;
  let ended = 0;
  const starts = listeners.flatMap(({ onStart }) => (onStart === undefined ? [] : [onStart]));
  const ends = listeners.map(({ onEnd }) => onEnd);
  const onEnd = (span: EndedSpan): void => {
    ended++;
    for (const tell of ends) tell(span);
  };

  const startSpan = (scope: EndedSpan['instrumentationScope'], name: string, options: SpanOptions, parentContext: Context): Span => {
    if (isTracingSuppressed(parentContext)) return suppressedSpan;
    const parentSpan = options.root === true ? undefined : trace.getSpan(parentContext);
    started++;
    if (sampler.followsParent && parentSpan instanceof UnsampledSpan) {
      sampledOut++;
      return new UnsampledSpan(parentSpan, takeRandom(traceAndSpanBytes));
    }
    const parent = validContextOf(parentSpan);
    if (parent === undefined) {
      const source = takeRandom(traceAndSpanBytes);
      if (!sampler.isSampled(undefined, chanceOfLast)) {
        sampledOut++;
        return new UnsampledSpan(undefined, source);
      }
      const { digits, start } = source;
      return record(scope, name, options, undefined, {
        traceId: digits.slice(start, start + 32),
        spanId: digits.slice(start + 32, start + 48),
        traceFlags: TraceFlags.SAMPLED,
      });
    }
    if (!sampler.isSampled(parent, () => chanceOf(parent.traceId))) {
      sampledOut++;
      return new UnsampledSpan({ spanContext: () => parent }, takeRandom(traceAndSpanBytes));
    }
    const { traceId, traceState } = parent;
    const spanContext: SpanContext = { traceId, spanId: createSpanId(), traceFlags: TraceFlags.SAMPLED };
    if (traceState !== undefined) spanContext.traceState = traceState;
    return record(scope, name, options, parent, spanContext);
  };

  const create = (
    scope: EndedSpan['instrumentationScope'],
    name: string,
    { kind = SpanKind.INTERNAL, attributes, links, startTime }: SpanOptions,
    parentSpanContext: SpanContext | undefined,
    spanContext: SpanContext,
    tellEnd: (span: EndedSpan) => void,
  ): RecordingSpan =>
    new RecordingSpan({ name, kind, spanContext, parentSpanContext, attributes, links, startTime, scope, limits, onEnd: tellEnd });

  const record = (
    scope: EndedSpan['instrumentationScope'],
    name: string,
    options: SpanOptions,
    parent: SpanContext | undefined,
    spanContext: SpanContext,
  ): Span => {
    const span = create(scope, name, options, parent, spanContext, onEnd);
    for (const tell of starts) tell(span);
    return span;
  };

  /** The same where requests are held: what is not sampled is recorded too, and belongs to the request that it was started in. */
  const startHeldSpan =
    (own: Holding): typeof startSpan =>
    (scope, name, options, parentContext) => {
      if (isTracingSuppressed(parentContext)) return suppressedSpan;
      const parentSpan = options.root === true ? undefined : trace.getSpan(parentContext);
      started++;
      const heldBy = findHeld(parentSpan);
      // Work that goes on after a request which was not kept.
      if (sampler.followsParent && (parentSpan instanceof UnsampledSpan || (heldBy?.outcome === 'dropped' && !isSampled(parentSpan)))) {
        sampledOut++;
        return new UnsampledSpan(parentSpan, takeRandom(traceAndSpanBytes));
      }
      const parent = validContextOf(parentSpan);
      const { digits, start } = takeRandom(traceAndSpanBytes);
      const wasSampled = sampler.isSampled(parent, parent === undefined ? chanceOfLast : () => chanceOf(parent.traceId));
      const spanContext: SpanContext = {
        traceId: parent?.traceId ?? digits.slice(start, start + 32),
        spanId: digits.slice(start + 32, start + 48),
        traceFlags: wasSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
      };
      if (parent?.traceState !== undefined) spanContext.traceState = parent.traceState;
      const request = heldBy ?? own.begin();
      if (!wasSampled) own.join(request, spanContext);
      const send = (ended: EndedSpan): void => {
        if (!wasSampled) for (const tell of starts) tell(ended);
        onEnd(ended);
      };
      const isRoot = heldBy === undefined;
      const span = create(scope, name, options, parent, spanContext, (ended) =>
        endHeldSpan(own, ended, { request, isRoot, wasSampled, send }),
      );
      setHeld(span, request);
      if (wasSampled) for (const tell of starts) tell(span);
      return span;
    };
  const chosenStart = holding === undefined ? startSpan : startHeldSpan(holding);

  const scopes = new Map<string, Tracer>();
  return {
    counts() {
      const { discarded, dropped } = holding?.counts('traces') ?? { discarded: 0, dropped: 0 };
      const left = sampledOut + discarded;
      return { started, sampledOut: left, dropped, open: started - left - dropped - ended };
    },
    getTracer(name, version) {
      const key = `${name}@${version ?? ''}`;
      let tracer = scopes.get(key);
      if (tracer === undefined) {
        const scope = { name: name || 'unknown', version };
        tracer = createTracer((...span) => chosenStart(scope, ...span));
        scopes.set(key, tracer);
      }
      return tracer;
    },
  };
}

/** The API's tracer over one way to start a span. */
export function createTracer(startSpan: (name: string, options: SpanOptions, context: Context) => Span): Tracer {
  const start: Tracer['startSpan'] = (name, options = {}, context = contextApi.active()) => startSpan(name, options, context);
  const startActiveSpan = (name: string, ...rest: unknown[]): unknown => {
    const fn = rest.at(-1) as (span: Span) => unknown;
    const [options = {}, given] = rest.slice(0, -1) as [SpanOptions?, Context?];
    const parent = given ?? contextApi.active();
    const span = startSpan(name, options, parent);
    return contextApi.with(trace.setSpan(parent, span), fn, undefined, span);
  };
  return { startSpan: start, startActiveSpan: startActiveSpan as Tracer['startActiveSpan'] };
}

function isSampled(span: Span | undefined): boolean {
  return span !== undefined && (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
}

function validContextOf(span: Span | undefined): SpanContext | undefined {
  const spanContext = span?.spanContext();
  return spanContext !== undefined && isSpanContextValid(spanContext) ? spanContext : undefined;
}
