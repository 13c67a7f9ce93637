// Makes spans: the tracer of the OpenTelemetry API over the SDK's own spans.
import {
  context as contextApi,
  diag,
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
import { textOf } from './span-input.ts';
import { IgnoredSpan, UnsampledSpan } from './unsampled-span.ts';

export interface PlinthTracerProvider extends TracerProvider {
  counts(): SpanCounts;
  /** Sends what is buffered. Rejects where something is left after `timeoutMillis` (default 30 000). */
  forceFlush(options?: { readonly timeoutMillis?: number }): Promise<void>;
  /** Sends what is buffered. The SDK goes on: it ends with the process. */
  shutdown(): Promise<void>;
  /** Makes a span that is counted as sampled out. Nothing below it is sampled. */
  startIgnoredSpan(parent: Context): Span;
}

export interface TracerProviderOptions {
  readonly sampler: Sampler;
  readonly limits: SpanLimits;
  readonly listeners: readonly SpanListener[];
  /** Where it is given, spans that are not sampled are recorded too, and sent if their request is kept. */
  readonly keepOnError?: KeepOnError | undefined;
  /** Sends what is buffered of all signals, within so many milliseconds. */
  readonly flush?: (timeoutMs: number) => Promise<void>;
}

type Scope = EndedSpan['instrumentationScope'];

/** So many tracers are remembered by their scope. */
const mostScopes = 1000;
/** Source: forceFlush of OpenTelemetry's SDK */
const usualFlushMs = 30_000;
const suppressedSpan = trace.wrapSpanContext({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: TraceFlags.NONE });

export function createTracerProvider({
  sampler,
  limits,
  listeners,
  keepOnError,
  flush = async () => {},
}: TracerProviderOptions): PlinthTracerProvider {
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
    started++;
    sampledOut++;
    return parent instanceof IgnoredSpan ? new IgnoredSpan(parent, ids) : new UnsampledSpan(parent, ids);
  };

  const startSpan = (
    scope: Scope,
    name: string,
    { root, kind = SpanKind.INTERNAL, attributes, links, startTime }: SpanOptions,
    parentContext: Context,
  ): Span => {
    if (isTracingSuppressed(parentContext)) return suppressedSpan;
    const parentSpan = root === true ? undefined : trace.getSpan(parentContext);
    if (parentSpan instanceof IgnoredSpan || (sampler.followsParent && isLeftOut(parentSpan))) return leaveOut(parentSpan, takeSpanId());
    const parent = validContextOf(parentSpan);
    const ids = parent === undefined ? takeIds() : takeSpanId();
    const isSampled = sampler.isSampled(parent, parent === undefined ? chanceOfLast : () => chanceOf(parent.traceId));
    if (!isSampled && keepOnError === undefined) return leaveOut(parent === undefined ? undefined : parentSpan, ids);
    started++;
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
    getTracer(name, version, options) {
      const scope = buildScope(name, version, options);
      const key = `${scope.name}@${scope.version ?? ''}:${scope.schemaUrl ?? ''}`;
      let tracer = scopes.get(key);
      if (tracer === undefined) {
        tracer = createTracer((...span) => startSpan(scope, ...span));
        // A service that makes up names must not let this grow for ever. A tracer that it holds goes on.
        if (scopes.size >= mostScopes) scopes.delete(scopes.keys().next().value ?? '');
        scopes.set(key, tracer);
      }
      return tracer;
    },
    forceFlush: (options) => flush(options?.timeoutMillis ?? usualFlushMs),
    shutdown: () => flush(usualFlushMs),
  };
}

function buildScope(name: unknown, version: unknown, options: unknown): Scope {
  return { name: textOf(name || 'unknown'), version: optionalText(version), schemaUrl: optionalText(readSchemaUrl(options)) };
}

function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readSchemaUrl(options: unknown): unknown {
  try {
    return (options as { readonly schemaUrl?: unknown } | null | undefined)?.schemaUrl;
  } catch {
    return undefined;
  }
}

/** A tracer of the API, given one way to start a span. Arguments that it cannot use are left out. */
export function createTracer(startSpan: (name: string, options: SpanOptions, context: Context) => Span): Tracer {
  const start: Tracer['startSpan'] = (name, options = {}, context = contextApi.active()) => {
    try {
      return startSpan(name, options, context);
    } catch (error) {
      diag.warn(`startSpan was given what it cannot use: ${textOf(error)}`);
      return startSpan(textOf(name), {}, contextApi.active());
    }
  };
  const startActiveSpan = (name: string, ...rest: unknown[]): unknown => {
    const fn = rest[Math.min(rest.length, 3) - 1];
    if (typeof fn !== 'function') return undefined;
    const [options, given] = (rest.length < 2 ? [] : rest.length === 2 ? rest.slice(0, 1) : rest) as [SpanOptions?, Context?];
    const parent = given === undefined || !isContext(given) ? contextApi.active() : given;
    const span = start(name, options ?? {}, parent);
    return contextApi.with(trace.setSpan(parent, span), fn as (span: Span) => unknown, undefined, span);
  };
  return { startSpan: start, startActiveSpan: startActiveSpan as Tracer['startActiveSpan'] };
}

function isContext(value: unknown): boolean {
  try {
    const { getValue, setValue } = value as Context;
    return typeof getValue === 'function' && typeof setValue === 'function';
  } catch {
    return false;
  }
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
