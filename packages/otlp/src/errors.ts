// Every error of the package. Codes are never reused.
import type { CodedError, ErrorTable, ExitKind, Problem } from '@plinth/findings';

export const errorTable = {
  'otlp.protobuf_malformed': {
    message: 'the body is not a protobuf message of this signal',
    remedy: 'send the whole message, and only with content-type application/x-protobuf',
    status: 400,
    exit: 'findings',
  },
  'otlp.json_malformed': {
    message: 'the body is not JSON',
    remedy: 'send one whole JSON object in UTF-8, and only with content-type application/json',
    status: 400,
    exit: 'findings',
  },
  'otlp.value_malformed': {
    message: 'fields hold values that their type does not allow',
    remedy: 'encode them as https://opentelemetry.io/docs/specs/otlp/ says',
    status: 400,
    exit: 'findings',
  },
  'otlp.nesting_too_deep': {
    message: 'values are nested too deep',
    remedy: 'flatten the attribute or body, or send it as text',
    status: 400,
    exit: 'findings',
  },
  'otlp.too_many_messages': {
    message: 'the body holds more messages than telemetry of its size has',
    remedy: 'send smaller batches',
    status: 413,
    exit: 'findings',
  },
  'otlp.gzip_malformed': {
    message: 'the body is not gzip',
    remedy: 'send one whole gzip stream, or leave out the content-encoding header',
    status: 400,
    exit: 'findings',
  },
  'otlp.path_unknown': {
    message: 'nothing is received on this path',
    remedy: 'set the exporter’s endpoint to the base URL, or its signal endpoint to that URL with the path of the signal',
    status: 404,
    exit: 'findings',
  },
  'otlp.method_not_allowed': {
    message: 'telemetry is received by POST alone',
    remedy: 'send the request with POST',
    status: 405,
    exit: 'findings',
  },
  'otlp.body_too_large': {
    message: 'the body is larger than the receiver takes',
    remedy: 'send smaller batches, or raise maxBodyBytes',
    status: 413,
    exit: 'findings',
  },
  'otlp.too_busy': {
    message: 'the receiver works on as much as it takes at once',
    remedy: 'send the request again later, or raise maxRequests',
    status: 429,
    exit: 'findings',
  },
  'otlp.content_type_unsupported': {
    message: 'the content type is not one of OTLP/HTTP',
    remedy: 'set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf or http/json',
    status: 415,
    exit: 'findings',
  },
  'otlp.content_encoding_unsupported': {
    message: 'the compression is not supported',
    remedy: 'set OTEL_EXPORTER_OTLP_COMPRESSION to gzip or none',
    status: 415,
    exit: 'findings',
  },
  'otlp.callback_failed': {
    message: 'the function that takes the records threw or rejected',
    remedy: 'mend the function; the batch was not kept',
    status: 500,
    exit: 'findings',
  },
  'otlp.refused_on_purpose': {
    message: 'the receiver was told to refuse this request',
    remedy: 'this is a simulated failure: change what the respond option returns',
    exit: 'findings',
  },
  'otlp.option_invalid': {
    message: 'options of the receiver break their rule',
    remedy: 'correct the options listed',
    exit: 'usage',
  },
  'otlp.port_in_use': {
    message: 'the port is taken by another process',
    remedy: 'stop the other process, or pass port 0 to take any free port',
    exit: 'environment',
  },
  'otlp.listen_failed': {
    message: 'the port could not be opened',
    remedy: 'the host must be an address of this machine, and ports below 1024 need privileges',
    exit: 'environment',
  },
} as const satisfies ErrorTable;

export type OtlpErrorCode = keyof typeof errorTable;

/** One value that is not what was expected. A value of a payload is described and never quoted, because it may be secret. */
export interface Mismatch {
  /** A path (`resourceSpans[0].scopeSpans[0].spans[2].traceId`), `byte 17`, a header or an option. */
  readonly where: string;
  readonly expected: string;
  readonly arrived: string;
}

/** One thing that is wrong: where it is, and what was expected and what arrived. */
export type OtlpProblem = Pick<Problem, 'path' | 'message'>;

/** What the package throws: a code of its table, and every problem found with its place. */
export class OtlpError extends Error implements CodedError {
  override readonly name = 'OtlpError';
  readonly code: OtlpErrorCode;
  readonly problems: readonly OtlpProblem[];
  readonly exit: ExitKind;

  constructor(code: OtlpErrorCode, mismatches: readonly Mismatch[], options?: ErrorOptions) {
    const { message, remedy, exit } = errorTable[code];
    const problems = mismatches.map(({ where, expected, arrived }) => ({ path: where, message: `expected ${expected}, got ${arrived}` }));
    super([`${code}: ${message}`, ...problems.map((problem) => `${problem.path}: ${problem.message}`), remedy].join('; '), options);
    this.code = code;
    this.problems = problems;
    this.exit = exit;
  }
}
