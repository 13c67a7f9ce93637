// The service's logger, from the options: what its lines say of the process, and where they go.
import { attributeKeys } from '@plinth/catalog';
import type { KeepOnError } from '../keep/keep-on-error.ts';
import { messageOf, type Notify } from '../notices.ts';
import type { PlinthOptions } from '../options/options.ts';
import type { Redaction } from '../redaction/redact.ts';
import { createLogContextFragment } from './context-fragment.ts';
import { startDestination, type Destination } from './destination.ts';
import { createLogger } from './logger.ts';
import type { PlinthLogger } from './logger-options.ts';
import { buildOtlpLogRecord, type OtlpLogRecord } from './otlp.ts';
import { createSilentDestination } from './silent-destination.ts';
import type { LogRecord } from './winston-info.ts';

export interface LogsParts {
  readonly options: Pick<PlinthOptions, 'logs' | 'shutdownTimeoutMs'>;
  readonly redaction: Redaction;
  readonly resource: Readonly<Record<string, string | number>>;
  readonly keepOnError: KeepOnError | undefined;
  /** Milliseconds that the exit of the process may wait for a slow reader of stdout. */
  readonly leftAtExitMs: () => number;
  /** Milliseconds that lines are kept for whoever is known to take over standard output. */
  readonly ownerAwaitedMs: number;
  readonly notify: Notify;
  /** Undefined where log records are not sent by OTLP. */
  readonly exportLog: ((record: OtlpLogRecord) => void) | undefined;
  /** Undefined where no test captures log records. It costs a parse for each line. */
  readonly captureLog: ((record: LogRecord) => void) | undefined;
}

export interface StartedLogs {
  readonly logger: PlinthLogger;
  readonly destination: Destination;
  /** Whether lines are written to stdout. */
  readonly writesLines: boolean;
}

export function startLogs({
  options,
  redaction,
  resource,
  keepOnError,
  leftAtExitMs,
  ownerAwaitedMs,
  notify,
  exportLog,
  captureLog,
}: LogsParts): StartedLogs {
  const { level, bufferBytes, exporters, baggageKeys } = options.logs;
  const writesLines = exporters.includes('console');
  const destination = writesLines ? startDestination({ maxBytes: bufferBytes, leftAtExitMs, ownerAwaitedMs }) : createSilentDestination();
  const sendLog = exportLog === undefined ? undefined : (record: LogRecord): void => exportLog(buildOtlpLogRecord(record));
  const observers = [sendLog, captureLog].filter((observer) => observer !== undefined);
  const logger = createLogger({
    level,
    destination,
    redaction,
    resource: pickLogResource(resource),
    contextFragment: createLogContextFragment(baggageKeys, redaction, keepOnError),
    keepOnError,
    onError: (kind, error) => notify('node.log_pipeline_failed', { path: kind, message: messageOf(error) }),
    ...(observers.length === 0 ? {} : { observer: (record) => observers.forEach((observe) => observe(record)) }),
  });
  return { logger, destination, writesLines };
}

/** The resource attributes that every log line repeats. */
function pickLogResource(attributes: Readonly<Record<string, string | number>>): Record<string, string> {
  const { serviceName, serviceVersion, serviceInstanceId, deploymentEnvironmentName } = attributeKeys;
  const picked: Record<string, string> = {};
  for (const key of [serviceName, serviceVersion, serviceInstanceId, deploymentEnvironmentName]) {
    if (attributes[key] !== undefined) picked[key] = String(attributes[key]);
  }
  return picked;
}
