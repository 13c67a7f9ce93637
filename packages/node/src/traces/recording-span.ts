// A span that is recorded. It behaves as the span of OpenTelemetry's SDK does, and costs less.
import {
  diag,
  SpanStatusCode,
  type Attributes,
  type Exception,
  type HrTime,
  type Link,
  type Span,
  type SpanContext,
  type SpanKind,
  type SpanStatus,
  type TimeInput,
} from '@opentelemetry/api';
import { cleanAttributes, cleanSimpleAttributes, isTimeInput, timeInputToHrTime } from '@opentelemetry/core';
import { attributeKeys } from '@plinth/catalog';
import { toHrTime } from './hr-time.ts';
import type { EndedSpan, SpanEvent } from './ended-span.ts';
import { cleanValue, type SpanLimits } from './span-attributes.ts';
import { toEpochMs } from './span-clock.ts';

export interface RecordingSpanOptions {
  readonly name: string;
  readonly kind: SpanKind;
  readonly spanContext: SpanContext;
  readonly parentSpanContext: SpanContext | undefined;
  readonly attributes: Attributes | undefined;
  readonly links: readonly Link[] | undefined;
  readonly startTime: TimeInput | undefined;
  readonly scope: EndedSpan['instrumentationScope'];
  readonly limits: SpanLimits;
  readonly onEnd: (span: EndedSpan) => void;
}

export class RecordingSpan implements Span, EndedSpan {
  name: string;
  readonly kind: SpanKind;
  readonly parentSpanContext: SpanContext | undefined;
  readonly attributes: Record<string, Attributes[string]> = {};
  readonly links: Link[] = [];
  readonly events: SpanEvent[] = [];
  readonly startTime: HrTime;
  readonly instrumentationScope: EndedSpan['instrumentationScope'];
  endTime: HrTime = [0, 0];
  status: SpanStatus = { code: SpanStatusCode.UNSET };
  droppedAttributesCount = 0;
  droppedEventsCount = 0;
  droppedLinksCount = 0;
  readonly #context: SpanContext;
  readonly #limits: SpanLimits;
  readonly #onEnd: (span: EndedSpan) => void;
  /** Start by the monotonic clock. Undefined where the caller gave a start of its own. */
  readonly #startedAt: number | undefined;
  #startMs = 0;
  #attributeCount = 0;
  #ended = false;

  constructor(options: RecordingSpanOptions) {
    const { name, kind, spanContext, parentSpanContext, attributes, links, startTime, scope, limits, onEnd } = options;
    this.name = name;
    this.kind = kind;
    this.#context = spanContext;
    this.parentSpanContext = parentSpanContext;
    this.instrumentationScope = scope;
    this.#limits = limits;
    this.#onEnd = onEnd;
    if (startTime === undefined) {
      this.#startedAt = performance.now();
      this.#startMs = toEpochMs(this.#startedAt);
      this.startTime = toHrTime(this.#startMs);
    } else this.startTime = timeInputToHrTime(startTime);
    if (attributes !== undefined) {
      for (const key of Object.keys(attributes)) {
        // A value that is no attribute is counted here only, not where an attribute is set later.
        if (!this.#set(key, attributes[key]) && attributes[key] !== undefined) this.droppedAttributesCount++;
      }
    }
    if (links !== undefined) this.addLinks([...links]);
  }

  spanContext(): SpanContext {
    return this.#context;
  }

  setAttribute(key: string, value: Attributes[string]): this {
    if (!this.#isEnded()) this.#set(key, value);
    return this;
  }

  setAttributes(attributes: Attributes): this {
    for (const key in attributes) if (Object.hasOwn(attributes, key)) this.setAttribute(key, attributes[key]);
    return this;
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    if (this.#isEnded()) return this;
    if (this.events.length >= this.#limits.eventCount) {
      this.droppedEventsCount++;
      if (this.events.length === 0) return this;
      this.events.shift();
    }
    const isTime = isTimeInput(attributesOrTime);
    const attributes = isTime ? undefined : attributesOrTime;
    const at = isTimeInput(time) ? time : isTime ? attributesOrTime : undefined;
    const limits = { attributeCountLimit: this.#limits.eventAttributeCount, attributeValueLengthLimit: this.#limits.attributeValueLength };
    this.events.push({ name, time: this.#timeOf(at), ...cleanSimpleAttributes(attributes, limits) });
    return this;
  }

  addLink({ context, attributes }: Link): this {
    if (this.#isEnded()) return this;
    if (this.links.length >= this.#limits.linkCount) {
      this.droppedLinksCount++;
      if (this.links.length === 0) return this;
      this.links.shift();
    }
    const limits = { attributeCountLimit: this.#limits.linkAttributeCount, attributeValueLengthLimit: this.#limits.attributeValueLength };
    this.links.push({ context, ...cleanAttributes(attributes, limits) });
    return this;
  }

  addLinks(links: Link[]): this {
    for (const link of links) this.addLink(link);
    return this;
  }

  setStatus({ code, message }: SpanStatus): this {
    if (this.#isEnded() || code === SpanStatusCode.UNSET || this.status.code === SpanStatusCode.OK) return this;
    this.status = code === SpanStatusCode.ERROR && typeof message === 'string' ? { code, message } : { code };
    return this;
  }

  updateName(name: string): this {
    if (!this.#isEnded()) this.name = name;
    return this;
  }

  end(endTime?: TimeInput): void {
    if (this.#isEnded()) return;
    this.endTime = this.#timeOf(endTime);
    // The clock may have been set back, or the caller may have mixed up its times.
    if (isBefore(this.endTime, this.startTime)) this.endTime = [this.startTime[0], this.startTime[1]];
    this.#ended = true;
    this.#onEnd(this);
  }

  isRecording(): boolean {
    return !this.#ended;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    const attributes: Attributes = {};
    if (typeof exception === 'string') attributes[attributeKeys.exceptionMessage] = exception;
    else {
      const { code, name, message, stack } = exception;
      if (code) attributes[attributeKeys.exceptionType] = String(code);
      else if (name) attributes[attributeKeys.exceptionType] = name;
      if (message) attributes[attributeKeys.exceptionMessage] = message;
      if (stack) attributes[attributeKeys.exceptionStacktrace] = stack;
    }
    this.addEvent('exception', attributes, time);
  }

  /** False where the value is no attribute. */
  #set(key: string, value: Attributes[string]): boolean {
    // To set the key `__proto__` would change the prototype of the object.
    if (value === undefined || key === '' || key === '__proto__') return false;
    const isNew = !Object.hasOwn(this.attributes, key);
    if (isNew && this.#attributeCount >= this.#limits.attributeCount) {
      this.droppedAttributesCount++;
      return true;
    }
    const clean = cleanValue(value, this.#limits.attributeValueLength);
    if (clean === undefined) return false;
    if (isNew) this.#attributeCount++;
    this.attributes[key] = clean;
    return true;
  }

  #timeOf(time: TimeInput | undefined): HrTime {
    if (time !== undefined) return timeInputToHrTime(time);
    const now = performance.now();
    return toHrTime(this.#startedAt === undefined ? toEpochMs(now) : this.#startMs + now - this.#startedAt);
  }

  #isEnded(): boolean {
    if (this.#ended) diag.warn(`the span "${this.name}" has ended, it cannot be changed any more`, this.#context);
    return this.#ended;
  }
}

function isBefore(left: HrTime, right: HrTime): boolean {
  return left[0] < right[0] || (left[0] === right[0] && left[1] < right[1]);
}
