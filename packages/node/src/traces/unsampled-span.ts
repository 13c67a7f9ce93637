// A span that is not sampled. It carries a trace through the process. Its ids are made when somebody reads them.
import type { Span, SpanContext } from '@opentelemetry/api';
import { randomFlag } from '../context/trace-context.ts';
import type { IdSource } from './ids.ts';

/** A span that is not sampled. */
export class UnsampledSpan implements Span {
  readonly #parent: Pick<Span, 'spanContext'> | undefined;
  readonly #source: IdSource;
  #context: SpanContext | undefined;

  /** `source`: the digits of a trace id and a span id. Where there is a parent, only the span id is read. */
  constructor(parent: Pick<Span, 'spanContext'> | undefined, source: IdSource) {
    this.#parent = parent;
    this.#source = source;
  }

  spanContext(): SpanContext {
    if (this.#context === undefined) {
      const { digits, start } = this.#source;
      const parent = this.#parent?.spanContext();
      const traceId = parent?.traceId ?? digits.slice(start, start + 32);
      const traceState = parent?.traceState;
      const traceFlags = parent === undefined ? randomFlag : parent.traceFlags & randomFlag;
      const spanId = digits.slice(start + 32, start + 48);
      this.#context = { traceId, spanId, traceFlags, ...(traceState === undefined ? {} : { traceState }) };
    }
    return this.#context;
  }

  setAttribute(): this {
    return this;
  }
  setAttributes(): this {
    return this;
  }
  addEvent(): this {
    return this;
  }
  addLink(): this {
    return this;
  }
  addLinks(): this {
    return this;
  }
  setStatus(): this {
    return this;
  }
  updateName(): this {
    return this;
  }
  end(): void {}
  isRecording(): boolean {
    return false;
  }
  recordException(): void {}
}

/** A span of a request that is left out. Nothing below it is sampled, even by a sampler that does not follow the parent. */
export class IgnoredSpan extends UnsampledSpan {}
