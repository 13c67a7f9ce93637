// Makes spans: the tracer of the OpenTelemetry API over the SDK's own spans.
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
import { findKeepableRequest, setKeepableRequest, type KeepableRequest, type KeepOnError } from '../keep/keep-on-error.ts';
import type { SpanCounts } from '../ledger/ledger.ts';
import type { EndedSpan, SpanListener } from './ended-span.ts';
import { chanceOf, chanceOfLast, takeIds, takeSpanId, type IdSource } from './ids.ts';
import { endKeepableSpan } from './kept-spans.ts';
import { RecordingSpan } from './recording-span.ts';
import type { Sampler } from './sampler.ts';
import type { SpanLimits } from './span-attributes.ts';
import { IgnoredSpan, UnsampledSpan } from './unsampled-span.ts';

export interface PlinthTracerProvider extends TracerProvider {
  readonly counts: () => SpanCounts;
  /** Makes a span that is counted as sampled out. Nothing below it is sampled. */
  readonly startIgnoredSpan: (parent: Context) => Span;
}

export interface TracerProviderOptions {
  readonly sampler: Sampler;
  readonly limits: SpanLimits;
  readonly listeners: readonly SpanListener[];
  /** Where it is given, spans that are not sampled are recorded too, and sent if their request is kept. */
  readonly keepOnError?: KeepOnError | undefined;
}

const suppressedSpan = trace.wrapSpanContext({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: TraceFlags.NONE });

export function createTracerProvider({ sampler, limits, listeners, keepOnError }: TracerProviderOptions): PlinthTracerProvider {
  let started = 0;
  let sampledOut = 0;
  let ended = 0;
  const starts = listeners.flatMap(({ onStart }) => (onStart === undefined ? [] : [onStart]));
  const ends = listeners.map(({ onEnd }) => onEnd);
  const tellStart = (span: EndedSpan): void => {
    for (const tell of starts) tell(span);
  };
  const tellEnd = (span: EndedSpan): void => {
    ended++;
    for (const tell of ends) tell(span);
  };

  /** Whether the parent is not recorded. Work that goes on after a request which was not kept is not recorded either. */
  const isLeftOut = (parent: Span | undefined): boolean =>
    parent instanceof UnsampledSpan ||
    (keepOnError !== undefined && findKeepableRequest(parent)?.outcome === 'dropped' && !hasSampledFlag(parent));

  const leaveOut = (parent: Span | undefined, ids: IdSource): Span => {
    sampledOut++;
    return parent instanceof IgnoredSpan ? new IgnoredSpan(parent, ids) : new UnsampledSpan(parent, ids);
  };

  const startSpan = (
    scope: EndedSpan['instrumentationScope'],
    name: string,
    { root, kind = SpanKind.INTERNAL, attributes, links, startTime }: SpanOptions,
    parentContext: Context,
  ): Span => {
    if (isTracingSuppressed(parentContext)) return suppressedSpan;
    const parentSpan = root === true ? undefined : trace.getSpan(parentContext);
    started++;
    if (parentSpan instanceof IgnoredSpan || (sampler.followsParent && isLeftOut(parentSpan))) return leaveOut(parentSpan, takeSpanId());
    const parent = validContextOf(parentSpan);
    const ids = parent === undefined ? takeIds() : takeSpanId();
    const isSampled = sampler.isSampled(parent, parent === undefined ? chanceOfLast : () => chanceOf(parent.traceId));
    if (!isSampled && keepOnError === undefined) return leaveOut(parent === undefined ? undefined : parentSpan, ids);
    const spanContext = buildSpanContext(parent, ids, isSampled);
    const keepable = keepOnError === undefined ? undefined : joinRequest(keepOnError, parentSpan, spanContext, isSampled);
    const onEnd = keepable?.onEnd ?? tellEnd;
    const span = new RecordingSpan({
      name,
      kind,
      spanContext,
      parentSpanContext: parent,
      attributes,
      links,
      startTime,
      scope,
      limits,
      onEnd,
    });
    if (keepable !== undefined) setKeepableRequest(span, keepable.request);
    if (isSampled) tellStart(span);
    return span;
  };

  /** The request that a new span belongs to, and what is done at the end of the span. */
  const joinRequest = (
    own: KeepOnError,
    parentSpan: Span | undefined,
    spanContext: SpanContext,
    wasSampled: boolean,
  ): { readonly request: KeepableRequest; readonly onEnd: (span: EndedSpan) => void } => {
    const joined = findKeepableRequest(parentSpan);
    const request = joined ?? own.begin();
    if (!wasSampled) own.join(request, spanContext);
    const send = (span: EndedSpan): void => {
      if (!wasSampled) tellStart(span);
      tellEnd(span);
    };
    return { request, onEnd: (span) => endKeepableSpan(own, span, { request, isRoot: joined === undefined, wasSampled, send }) };
  };

  const scopes = new Map<string, Tracer>();
  return {
    counts() {
      const { discarded, dropped } = keepOnError?.counts('traces') ?? { discarded: 0, dropped: 0 };
      const left = sampledOut + discarded;
      return { started, sampledOut: left, dropped, open: started - left - dropped - ended };
    },
    startIgnoredSpan(parentContext) {
      started++;
      sampledOut++;
      const parentSpan = trace.getSpan(parentContext);
      return validContextOf(parentSpan) === undefined ? new IgnoredSpan(undefined, takeIds()) : new IgnoredSpan(parentSpan, takeSpanId());
    },
    getTracer(name, version) {
      const key = `${name}@${version ?? ''}`;
      let tracer = scopes.get(key);
      if (tracer === undefined) {
        const scope = { name: name || 'unknown', version };
        tracer = createTracer((...span) => startSpan(scope, ...span));
        scopes.set(key, tracer);
      }
      return tracer;
    },
  };
}

/** A tracer of the API, given one way to start a span. */
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

function buildSpanContext(parent: SpanContext | undefined, { digits, start }: IdSource, isSampled: boolean): SpanContext {
  const spanContext: SpanContext = {
    traceId: parent?.traceId ?? digits.slice(start, start + 32),
    spanId: digits.slice(start + 32, start + 48),
    traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
  };
  if (parent?.traceState !== undefined) spanContext.traceState = parent.traceState;
  return spanContext;
}

function hasSampledFlag(span: Span | undefined): boolean {
  return span !== undefined && (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
}

function validContextOf(span: Span | undefined): SpanContext | undefined {
  const spanContext = span?.spanContext();
  return spanContext !== undefined && isSpanContextValid(spanContext) ? spanContext : undefined;
}
