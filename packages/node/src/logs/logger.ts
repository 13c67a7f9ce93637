// winston's logger with a way of its own to the destination: one redacted line, built once, without winston's stream and formats.
// Transports and formats of the service come after that, and see redacted records only.
import winston from 'winston';
import type { Sanitise } from './call-arguments.ts';
import { defaultCaps } from './caps.ts';
import { createKeepLine } from './kept-lines.ts';
import { Levels } from './levels.ts';
import { createLineBuilder } from './line.ts';
import { createLoggerClass } from './logger-class.ts';
import type { LogFault, PlinthLogger, PlinthLoggerOptions, ReportFault } from './logger-options.ts';
import { Outputs } from './outputs.ts';
import { RecordWriter } from './record-writer.ts';
import { createSerializer } from './serializer.ts';
import { createTimestamp } from './timestamp.ts';
import { createWalk } from './walk.ts';
import { unformatted, type LeveledLogger } from './winston-logger.ts';

/**
 * A winston logger (`instanceof winston.Logger`) that writes one line of JSON for each record to `options.destination`.
 *
 * It never throws into the caller: bad values become placeholders in the line, and what transports, formats and observers of the
 * service throw goes to `options.onError`. A level that is off costs one comparison. Unlike in winston:
 * - names of the line's own fields cannot be set by metadata: they are written as `_level`, `_trace_id`, …
 * - an Error as message, as metadata or under `err` or `error` becomes the field `error`; `message` stays as it was given
 * - a child's binding wins over the parent's, the call over both; a child can have its own level
 * - arguments that are no fields and that no `%s` asks for are kept in the field `args`
 * - `configure` without `transports` keeps the built-in destination; the logger is not readable as a stream
 */
export function createLogger(options: PlinthLoggerOptions): PlinthLogger {
  const { destination, redaction, observer, keepOnError } = options;
  const caps = { ...defaultCaps, ...options.caps };
  const serializer = createSerializer(redaction, caps);
  const line = createLineBuilder({
    serializer,
    caps,
    timestamp: createTimestamp(options.now ?? Date.now),
    resource: options.resource,
    contextFragment: options.contextFragment,
  });
  const sanitise: Sanitise = (value) => JSON.parse(serializer.value(value, createWalk(caps.line)) ?? 'null');
  const report = createReport(options.onError);
  const keepLine = keepOnError === undefined ? undefined : createKeepLine(keepOnError);
  const keepsLines = keepLine !== undefined;

  const levels = new Levels(options.levels ?? winston.config.npm.levels, keepsLines);
  const outputs = new Outputs(destination, observer, levels, report);
  const writer = new RecordWriter({ line, levels, outputs, sanitise, report, keepLine });
  const LoggerClass = createLoggerClass({ line, levels, outputs, writer, keepsLines }, () => root);
  const root: LeveledLogger = new LoggerClass({
    level: options.level,
    levels: levels.numbers,
    format: unformatted,
    transports: outputs.defaultTransports,
  });

  // Without a listener an error of a transport would end the process.
  root.on('error', (thrown) => report('transport', thrown));
  destination.setDropReport((count, byLevel) =>
    line.buildOwn('warn', `${count} log records dropped`, { dropped: count, dropped_by_level: byLevel }),
  );
  return root as unknown as PlinthLogger;
}

/** Reports each kind of fault once. */
function createReport(onError: ReportFault): ReportFault {
  const reported = new Set<LogFault>();
  return (kind, error) => {
    if (reported.has(kind)) return;
    reported.add(kind);
    try {
      onError(kind, error);
    } catch {
      // The caller of the logger must not pay for a faulty handler.
    }
  };
}
