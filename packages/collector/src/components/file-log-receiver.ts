// Log lines from files: container formats undone, lines of one stack trace put together, JSON lines parsed by the catalog's names.
import { logFields, severityNumbers } from '@plinth/catalog';
import { because, type Component } from './component.ts';
import type { ConfigMap } from './config-value.ts';

export interface FileLogSettings {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Files are written by a container runtime. */
  readonly container: boolean;
  readonly storage: string;
}

/** In the expression language of the receiver. */
const isJson = String.raw`body matches '^\\s*\\{.*\\}\\s*$'`;

export function buildFileLogReceiver({ include, exclude, container, storage }: FileLogSettings): Component {
  const attribute = (name: string): string => `attributes["${name}"]`;
  const has = (name: string): string => `attributes["${name}"] != nil`;
  const move = (from: string, to: string): ConfigMap => ({ type: 'move', if: has(from), from: attribute(from), to });
  const operators: ConfigMap[] = [
    ...(container
      ? [
          { type: 'container', id: 'container', max_log_size: '1MiB' },
          // Docker leaves the end of the line in.
          { type: 'add', field: 'body', value: String.raw`EXPR(trimSuffix(body, "\n"))` },
        ]
      : []),
    {
      type: 'recombine',
      id: 'lines',
      combine_field: 'body',
      // A line that starts with neither space nor "at …" nor a closing bracket begins a record.
      is_first_entry: String.raw`not (body matches '^(\\s|at |Caused by|\\}|\\.\\.\\. )')`,
      max_log_size: '1MiB',
      force_flush_period: '1s',
    },
    { type: 'json_parser', id: 'json', if: isJson, parse_from: 'body', parse_to: 'attributes', on_error: 'send_quiet' },
    {
      type: 'time_parser',
      if: has(logFields.timestamp),
      parse_from: attribute(logFields.timestamp),
      layout_type: 'gotime',
      layout: '2006-01-02T15:04:05.999999999Z07:00',
      on_error: 'send_quiet',
    },
    {
      type: 'severity_parser',
      if: has(logFields.level),
      parse_from: attribute(logFields.level),
      mapping: buildSeverityMapping(),
      on_error: 'send_quiet',
    },
    {
      type: 'trace_parser',
      if: has(logFields.traceId),
      trace_id: { parse_from: attribute(logFields.traceId) },
      span_id: { parse_from: attribute(logFields.spanId) },
      trace_flags: { parse_from: attribute(logFields.traceFlags) },
      on_error: 'send_quiet',
    },
    move(logFields.message, 'body'),
    move(logFields.serviceName, 'resource["service.name"]'),
    move(logFields.serviceVersion, 'resource["service.version"]'),
    move(logFields.serviceInstanceId, 'resource["service.instance.id"]'),
    move(logFields.deploymentEnvironmentName, 'resource["deployment.environment.name"]'),
    ...[logFields.timestamp, logFields.level, logFields.severityNumber, logFields.traceId, logFields.spanId, logFields.traceFlags].map(
      (name) => ({
        type: 'remove',
        if: has(name),
        field: attribute(name),
      }),
    ),
  ];
  return {
    kind: 'receiver',
    type: 'file_log',
    config: {
      include,
      exclude: exclude.length === 0 ? undefined : exclude,
      start_at: 'end',
      include_file_path: true,
      include_file_name: false,
      storage,
      max_log_size: '1MiB',
      preserve_leading_whitespaces: true,
      retry_on_failure: { enabled: true, max_elapsed_time: '0s' },
      operators,
    },
    reasons: [
      ...(exclude.length === 0 ? [] : [because('exclude', 'Its own log would be collected, logged and collected again.')]),
      because('start_at', 'Only where a file is new; where it was read before, the storage knows the place.'),
      because('storage', 'Places in the files survive a restart: no line twice, none left out.'),
      because('preserve_leading_whitespaces', 'The lines of a stack trace are known by them.'),
      because('retry_on_failure', 'A line stays in its file: it can wait for as long as it takes.'),
    ],
  };
}

const severityRanges = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** The catalog's numbers as the receiver's names: 5 is debug, 6 debug2. */
function buildSeverityMapping(): ConfigMap {
  const byName = Map.groupBy(Object.entries(severityNumbers), ([, number]) => {
    const place = (number - 1) % 4;
    return `${severityRanges[Math.floor((number - 1) / 4)]}${place === 0 ? '' : place + 1}`;
  });
  return Object.fromEntries([...byName].map(([name, levels]) => [name, levels.map(([level]) => level)]));
}
