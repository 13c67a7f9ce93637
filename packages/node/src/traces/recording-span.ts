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
import { cleanAttributes, cleanSimpleAttributes, isTimeInput } from '@opentelemetry/core';
import { attributeKeys } from '@plinth/catalog';
import { toHrTime } from './hr-time.ts';
import type { EndedSpan, SpanEvent } from './ended-span.ts';
import { cleanValue, type SpanLimits } from './span-attributes.ts';
import { toEpochMs } from './span-clock.ts';
import { exceptionOf, kindOf, linkOf, statusOf, textOf, timeOf } from './span-input.ts';

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
    this.name = textOf(name);
    this.kind = kindOf(kind);
    this.#context = spanContext;
    this.parentSpanContext = parentSpanContext;
    this.instrumentationScope = scope;
    this.#limits = limits;
    this.#onEnd = onEnd;
    const given = startTime === undefined ? undefined : timeOf(startTime);
    if (given === undefined) {
      this.#startedAt = performance.now();
      this.#startMs = toEpochMs(this.#startedAt);
      this.startTime = toHrTime(this.#startMs);
    } else this.startTime = given;
    if (attributes !== undefined) this.#setFirst(attributes);
    if (links !== undefined) this.addLinks(links as Link[]);
  }

  spanContext(): SpanContext {
    return this.#context;
  }

  setAttribute(key: string, value: Attributes[string]): this {
    if (this.#isEnded()) return this;
    try {
      this.#set(key, value);
    } catch (error) {
      this.#refuse('setAttribute', error);
    }
    return this;
  }

  setAttributes(attributes: Attributes): this {
    try {
      for (const key in attributes) if (Object.hasOwn(attributes, key)) this.setAttribute(key, attributes[key]);
    } catch (error) {
      this.#refuse('setAttributes', error);
    }
    return this;
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    if (this.#isEnded()) return this;
    const { eventCount, eventAttributeCount, attributeValueLength } = this.#limits;
    if (this.events.length >= eventCount) {
      this.droppedEventsCount++;
      if (this.events.length === 0) return this;
      this.events.shift();
    }
    try {
      const isTime = isTimeInput(attributesOrTime);
      const attributes = isTime ? undefined : attributesOrTime;
      const at = isTimeInput(time) ? time : isTime ? attributesOrTime : undefined;
      const limits = { attributeCountLimit: eventAttributeCount, attributeValueLengthLimit: attributeValueLength };
      this.events.push({ name: textOf(name), time: this.#timeOf(at), ...cleanSimpleAttributes(attributes, limits) });
    } catch (error) {
      this.#refuse('addEvent', error);
    }
    return this;
  }

  addLink(link: Link): this {
    if (this.#isEnded()) return this;
    try {
      this.#link(link);
    } catch (error) {
      this.#refuse('addLink', error);
    }
    return this;
  }

  addLinks(links: Link[]): this {
    if (!Array.isArray(links)) return this;
    for (const link of links) this.addLink(link);
    return this;
  }

  setStatus(status: SpanStatus): this {
    if (this.#isEnded() || this.status.code === SpanStatusCode.OK) return this;
    try {
      this.status = statusOf(status) ?? this.status;
    } catch (error) {
      this.#refuse('setStatus', error);
    }
    return this;
  }

  updateName(name: string): this {
    if (!this.#isEnded()) this.name = textOf(name);
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
    try {
      const found = exceptionOf(exception);
      if (found === undefined) {
        this.#refuse('recordException', 'it has neither type nor message');
        return;
      }
      const attributes: Attributes = {};
      if (found.type !== undefined) attributes[attributeKeys.exceptionType] = found.type;
      if (found.message !== undefined) attributes[attributeKeys.exceptionMessage] = found.message;
      if (found.stack !== undefined) attributes[attributeKeys.exceptionStacktrace] = found.stack;
      this.addEvent('exception', attributes, time);
    } catch (error) {
      this.#refuse('recordException', error);
    }
  }

  /** The attributes that the span starts with. */
  #setFirst(attributes: Attributes): void {
    if (typeof attributes !== 'object' || attributes === null) return;
    try {
      for (const key of Object.keys(attributes)) {
        // A value that is no attribute is counted here only, not where an attribute is set later.
        if (!this.#set(key, attributes[key]) && attributes[key] !== undefined) this.droppedAttributesCount++;
      }
    } catch (error) {
      this.#refuse('startSpan', error);
    }
  }

  #link(given: Link): void {
    const { linkCount, linkAttributeCount, attributeValueLength } = this.#limits;
    const link = linkOf(given);
    if (link === undefined) return;
    if (this.links.length >= linkCount) {
      this.droppedLinksCount++;
      if (this.links.length === 0) return;
      this.links.shift();
    }
    const limits = { attributeCountLimit: linkAttributeCount, attributeValueLengthLimit: attributeValueLength };
    this.links.push({ context: link.context, ...cleanAttributes(link.attributes, limits) });
  }

  /** False where the value is no attribute. */
  #set(key: string, value: Attributes[string]): boolean {
    // To set the key `__proto__` would change the prototype of the object.
    if (value === undefined || typeof key !== 'string' || key === '' || key === '__proto__') return false;
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
    const given = time === undefined ? undefined : timeOf(time);
    if (given !== undefined) return given;
    const now = performance.now();
    return toHrTime(this.#startedAt === undefined ? toEpochMs(now) : this.#startMs + now - this.#startedAt);
  }

  #refuse(method: string, reason: unknown): void {
    diag.warn(`${method} of the span "${this.name}" was given what it cannot use: ${textOf(reason)}`);
  }

  #isEnded(): boolean {
    if (this.#ended) diag.warn(`the span "${this.name}" has ended, it cannot be changed any more`, this.#context);
    return this.#ended;
  }
}

function isBefore(left: HrTime, right: HrTime): boolean {
  return left[0] < right[0] || (left[0] === right[0] && left[1] < right[1]);
}
