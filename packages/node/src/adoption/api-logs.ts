// Log records that are made through the OpenTelemetry API, by the service or by a library: each is one line of the SDK's logger.
import * as api from '@opentelemetry/api';
import type { PlinthLogger } from '../logs/logger-options.ts';

/** What is used of a log record. Its fields come from anybody: each may be anything. */
interface ApiRecord {
  readonly body?: unknown;
  readonly severityNumber?: unknown;
  readonly severityText?: unknown;
  readonly attributes?: unknown;
  readonly eventName?: unknown;
  readonly exception?: unknown;
  readonly timestamp?: unknown;
  readonly context?: unknown;
}

interface ApiLogger {
  emit(record: ApiRecord): void;
  enabled(): boolean;
}

interface LoggerProvider {
  getLogger(name: string): ApiLogger;
}

/** The door of @opentelemetry/api-logs, a package of its own: a function that is asked with the version of the interface. */
const packageKey = Symbol.for('io.opentelemetry.js.api.logs');
type Holder = { [packageKey]?: (version: number) => LoggerProvider | undefined };

/** Registers a provider of loggers by both doors of the API, where nobody else has. Returns whether all were free. */
export function registerApiLogs(logger: PlinthLogger): boolean {
  const provider = createProvider(logger);
  const holder = globalThis as Holder;
  const isFree = holder[packageKey] === undefined;
  if (isFree) holder[packageKey] = () => provider;
  // Since version 1.10 of the API.
  const { logs } = api as { readonly logs?: { setGlobalLoggerProvider(provider: LoggerProvider): unknown } };
  logs?.setGlobalLoggerProvider(provider);
  return isFree;
}

function createProvider(logger: PlinthLogger): LoggerProvider {
  const loggers = new Map<string, PlinthLogger>();
  const find = (scope: string): PlinthLogger => {
    let found = loggers.get(scope);
    if (found === undefined) {
      found = scope === '' ? logger : logger.child({ logger: scope });
      if (loggers.size < mostScopes) loggers.set(scope, found);
    }
    return found;
  };
  return {
    getLogger(name) {
      const own = find(typeof name === 'string' ? name : '');
      return {
        enabled: () => true,
        emit(record) {
          try {
            write(own, record ?? {});
          } catch {
            // A record that cannot be read is not the caller's fault to handle.
          }
        },
      };
    },
  };
}

const mostScopes = 500;

function write(logger: PlinthLogger, record: ApiRecord): void {
  const { body, severityNumber, severityText, attributes, eventName, exception, timestamp, context } = record;
  const isText = typeof body === 'string';
  const fields = {
    ...(typeof attributes === 'object' ? attributes : {}),
    ...(isText || body === undefined ? {} : { body }),
    ...(typeof severityText === 'string' && { severity_text: severityText }),
    ...(exception !== undefined && { error: exception }),
    ...(timestamp !== undefined && { emitted_at: readTime(timestamp) }),
  };
  const level = levelOf(severityNumber);
  const emit = (): void => {
    if (typeof eventName === 'string' && eventName !== '') logger.writeEvent(level, eventName, isText ? body : eventName, fields, {});
    else logger.log(level, isText ? body : '', fields);
  };
  if (typeof context === 'object' && context !== null) api.context.with(context as api.Context, emit);
  else emit();
}

/** Source: https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
function levelOf(severityNumber: unknown): 'error' | 'warn' | 'info' | 'debug' {
  if (typeof severityNumber !== 'number' || severityNumber < 1) return 'info';
  if (severityNumber >= 17) return 'error';
  if (severityNumber >= 13) return 'warn';
  return severityNumber >= 9 ? 'info' : 'debug';
}

/** The API takes a Date, seconds and nanoseconds, or milliseconds. */
function readTime(time: unknown): string | undefined {
  const milliseconds = Array.isArray(time) ? Number(time[0]) * 1000 + Number(time[1]) / 1e6 : Number(time);
  return Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString() : undefined;
}
