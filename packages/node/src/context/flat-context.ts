// A context whose usual contents are plain fields. The API's own context copies a map for each value that is set. A request sets three.
import { createContextKey, ROOT_CONTEXT, type Baggage, type Context, type Span } from '@opentelemetry/api';
import { correlationKey } from './correlation.ts';

// The keys of the API. They are the same in every copy of the API: their symbols are made by Symbol.for.
const spanKey = createContextKey('OpenTelemetry Context Key SPAN');
const baggageKey = createContextKey('OpenTelemetry Baggage Key');

export class FlatContext implements Context {
  readonly span: Span | undefined;
  readonly correlationId: string | undefined;
  readonly baggage: Baggage | undefined;
  /** All other values. */
  readonly #rest: Context;

  constructor(span: Span | undefined, correlationId: string | undefined, baggage: Baggage | undefined, rest: Context = ROOT_CONTEXT) {
    this.span = span;
    this.correlationId = correlationId;
    this.baggage = baggage;
    this.#rest = rest;
  }

  getValue(key: symbol): unknown {
    if (key === spanKey) return this.span;
    if (key === correlationKey) return this.correlationId;
    if (key === baggageKey) return this.baggage;
    return this.#rest === ROOT_CONTEXT ? undefined : this.#rest.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    if (key === spanKey) return new FlatContext(value as Span | undefined, this.correlationId, this.baggage, this.#rest);
    if (key === correlationKey) return new FlatContext(this.span, value as string | undefined, this.baggage, this.#rest);
    if (key === baggageKey) return new FlatContext(this.span, this.correlationId, value as Baggage | undefined, this.#rest);
    return new FlatContext(this.span, this.correlationId, this.baggage, this.#rest.setValue(key, value));
  }

  deleteValue(key: symbol): Context {
    if (key === spanKey || key === correlationKey || key === baggageKey) return this.setValue(key, undefined);
    return new FlatContext(this.span, this.correlationId, this.baggage, this.#rest.deleteValue(key));
  }
}
