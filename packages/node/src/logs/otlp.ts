// Log lines as OpenTelemetry log records, made from what was redacted and written.
import { context, type Attributes, type Logger, type SeverityNumber } from '@opentelemetry/api';
import { attributeKeys, logFields } from '@plinth/catalog';
import type { LogRecord } from './winston-info.ts';

// Said by the record itself, by its resource, or by its context.
const notAttributes = new Set<string>([
  logFields.timestamp,
  logFields.level,
  logFields.severityNumber,
  logFields.message,
  logFields.serviceName,
  logFields.serviceVersion,
  logFields.serviceInstanceId,
  logFields.deploymentEnvironmentName,
  logFields.traceId,
  logFields.spanId,
  logFields.traceFlags,
  logFields.event,
  logFields.error,
]);

/**
 * An observer for `createLogger` that emits each line through an OpenTelemetry logger. It must run where the line was written: the
 * trace is that of the active context. `correlation_id`, `logger`, `baggage` and metadata become attributes, `error` the attributes
 * `exception.*`.
 * Source: https://opentelemetry.io/docs/specs/otel/logs/data-model/
 */
export function createOtlpObserver(otelLogger: Logger): (record: LogRecord) => void {
  return (record) => {
    const event = record[logFields.event];
    otelLogger.emit({
      timestamp: new Date(String(record[logFields.timestamp])),
      severityNumber: Number(record[logFields.severityNumber]) as SeverityNumber,
      severityText: String(record[logFields.level]),
      body: record[logFields.message],
      ...(typeof event === 'string' ? { eventName: event } : {}),
      attributes: buildAttributes(record),
      context: context.active(),
    });
  };
}

function buildAttributes(record: LogRecord): Attributes {
  const attributes: Attributes = {};
  for (const [key, value] of Object.entries(record)) if (!notAttributes.has(key)) attributes[key] = value;
  const error = record[logFields.error];
  if (isRecord(error)) addException(attributes, error);
  return attributes;
}

/** https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/ */
function addException(attributes: Attributes, error: LogRecord): void {
  const { type, message, stack, cause, ...rest } = error;
  attributes[attributeKeys.exceptionType] = type;
  attributes[attributeKeys.exceptionMessage] = message;
  if (stack !== undefined) attributes[attributeKeys.exceptionStacktrace] = `${asText(stack)}${renderCauses(cause)}`;
  else if (cause !== undefined) attributes[attributeKeys.exceptionStacktrace] = renderCauses(cause).trimStart();
  if (Object.keys(rest).length > 0) attributes[logFields.error] = rest;
}

/** The chain in the form in which stack traces have it. */
function renderCauses(cause: unknown): string {
  if (cause === undefined) return '';
  if (!isRecord(cause)) return `\nCaused by: ${asText(cause)}`;
  const own = typeof cause['stack'] === 'string' ? cause['stack'] : `${asText(cause['type'])}: ${asText(cause['message'])}`;
  return `\nCaused by: ${own}${renderCauses(cause['cause'])}`;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isRecord(value: unknown): value is LogRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
