// Log lines as OpenTelemetry log records. A record is made from the line, which is redacted.
import type { AnyValue, Attributes } from '@opentelemetry/api';
import { attributeKeys, logFields } from '@plinth/catalog';
import type { LogRecord } from './winston-info.ts';

// Fields that are no attributes: the record itself, its resource or its context has them.
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

/** A log record of the OpenTelemetry data model. */
export interface OtlpLogRecord {
  readonly timestampMs: number;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: AnyValue;
  readonly eventName: string | undefined;
  readonly attributes: Attributes;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly traceFlags: number;
}

/**
 * Builds the record of a line. `correlation_id`, `logger`, `baggage` and metadata become attributes. `error` becomes the attributes
 * `exception.*`.
 * Source: https://opentelemetry.io/docs/specs/otel/logs/data-model/
 */
export function buildOtlpLogRecord(line: LogRecord): OtlpLogRecord {
  const event = line[logFields.event];
  return {
    timestampMs: Date.parse(String(line[logFields.timestamp])),
    severityNumber: Number(line[logFields.severityNumber]),
    severityText: String(line[logFields.level]),
    body: line[logFields.message] as AnyValue,
    eventName: typeof event === 'string' ? event : undefined,
    attributes: buildAttributes(line),
    traceId: line[logFields.traceId] as string | undefined,
    spanId: line[logFields.spanId] as string | undefined,
    traceFlags: line[logFields.traceFlags] === '01' ? 1 : 0,
  };
}

function buildAttributes(record: LogRecord): Attributes {
  const attributes: Attributes = {};
  for (const [key, value] of Object.entries(record)) if (!notAttributes.has(key)) attributes[key] = value as AnyValue;
  const error = record[logFields.error];
  if (isRecord(error)) addException(attributes, error);
  return attributes;
}

/** Source: https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/ */
function addException(attributes: Attributes, error: LogRecord): void {
  const { type, message, stack, cause, ...rest } = error;
  attributes[attributeKeys.exceptionType] = type;
  attributes[attributeKeys.exceptionMessage] = message;
  if (stack !== undefined) attributes[attributeKeys.exceptionStacktrace] = `${asText(stack)}${renderCauses(cause)}`;
  else if (cause !== undefined) attributes[attributeKeys.exceptionStacktrace] = renderCauses(cause).trimStart();
  if (Object.keys(rest).length > 0) attributes[logFields.error] = rest;
}

/** The chain of causes, as stack traces show it. */
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
