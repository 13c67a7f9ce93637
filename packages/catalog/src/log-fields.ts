// The fields of one JSON log line, and the severity numbers of its levels.

/**
 * Fields of a log line, in the order in which they are written; what the caller adds stands before `error`.
 * All of them are reserved: a caller cannot set them.
 */
export const logFields = Object.freeze({
  /** RFC 3339, UTC, milliseconds. */
  timestamp: 'timestamp',
  level: 'level',
  /** https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
  severityNumber: 'severity_number',
  message: 'message',
  // Resource attributes: https://opentelemetry.io/docs/specs/semconv/resource/service/
  serviceName: 'service.name',
  serviceVersion: 'service.version',
  serviceInstanceId: 'service.instance.id',
  deploymentEnvironmentName: 'deployment.environment.name',
  // Lower-case hex, top level: https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/
  traceId: 'trace_id',
  spanId: 'span_id',
  traceFlags: 'trace_flags',
  correlationId: 'correlation_id',
  /** Name of the business event, where the record is one. https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-eventname */
  event: 'event',
  /** Name of the child logger. */
  logger: 'logger',
  /** The allow-listed baggage entries. */
  baggage: 'baggage',
  error: 'error',
} as const);

/** A name that every log line uses itself. */
export type ReservedLogField = (typeof logFields)[keyof typeof logFields];

/** The fields that a caller's metadata and an event's fields cannot take, in the order of the line. */
export const reservedLogFields: readonly string[] = Object.freeze(Object.values(logFields));

/**
 * OpenTelemetry's SeverityNumber for winston's npm and syslog levels, and `fatal`.
 *
 * Levels that share a range are told apart in the order of their importance: `http`, `verbose` and `debug` are all less
 * than informational and stand in the range DEBUG, `notice` is above `info` in the range INFO, and `crit`, `alert` and
 * `emerg` share the range FATAL. A level alone in its range gets the range's first number.
 * Source: https://opentelemetry.io/docs/specs/otel/logs/data-model/#mapping-of-severitynumber
 */
export const severityNumbers = Object.freeze({
  silly: 1,
  debug: 5,
  verbose: 6,
  http: 7,
  info: 9,
  notice: 10,
  warn: 13,
  warning: 13,
  error: 17,
  crit: 21,
  fatal: 21,
  alert: 22,
  emerg: 23,
} as const);
