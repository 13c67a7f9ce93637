// The HTTP headers that carry context from one process to the next.

/** Header names, lower case as Node reports them. */
export const headerNames = Object.freeze({
  /** https://www.w3.org/TR/trace-context/#traceparent-header */
  traceparent: 'traceparent',
  /** https://www.w3.org/TR/trace-context/#tracestate-header */
  tracestate: 'tracestate',
  /** https://www.w3.org/TR/baggage/#baggage-http-header-format */
  baggage: 'baggage',
  /** No standard; the most common name for it. */
  correlationId: 'x-correlation-id',
  /** No standard; set by many proxies. */
  requestId: 'x-request-id',
} as const);

/**
 * The form of a correlation id from outside: one that does not match is replaced, never repaired.
 * The characters need no escaping in JSON, in a header, in a URL query or on a terminal.
 */
export const correlationIdRule = Object.freeze({
  /** As in a regular expression's character class. */
  charset: 'A-Za-z0-9._:-',
  minLength: 8,
  maxLength: 128,
  pattern: /^[A-Za-z0-9._:-]{8,128}$/,
});

/** Whether text may be used as a correlation id. */
export function isValidCorrelationId(text: string): boolean {
  return correlationIdRule.pattern.test(text);
}
