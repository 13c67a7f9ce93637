// Every error of the package. Codes are never reused.

interface ErrorRow {
  readonly message: string;
  readonly remedy: string;
  /** The status an HTTP client gets for it; none where no request is involved. */
  readonly status?: number;
}

export const errorTable = {
  'otlp.protobuf_malformed': {
    message: 'the body is not a protobuf message of this signal',
    remedy: 'send the whole message, and only with content-type application/x-protobuf',
    status: 400,
  },
  'otlp.json_malformed': {
    message: 'the body is not JSON',
    remedy: 'send one whole JSON object in UTF-8, and only with content-type application/json',
    status: 400,
  },
  'otlp.value_malformed': {
    message: 'fields hold values that their type does not allow',
    remedy: 'encode them as https://opentelemetry.io/docs/specs/otlp/ says',
    status: 400,
  },
  'otlp.nesting_too_deep': {
    message: 'values are nested too deep',
    remedy: 'flatten the attribute or body, or send it as text',
    status: 400,
  },
  'otlp.too_many_messages': {
    message: 'the body holds more messages than telemetry of its size has',
    remedy: 'send smaller batches',
    status: 413,
  },
  'otlp.gzip_malformed': {
    message: 'the body is not gzip',
    remedy: 'send one whole gzip stream, or leave out the content-encoding header',
    status: 400,
  },
  'otlp.path_unknown': {
    message: 'nothing is received on this path',
    remedy: 'set the exporter’s endpoint to the base URL, or its signal endpoint to that URL with the path of the signal',
    status: 404,
  },
  'otlp.method_not_allowed': {
    message: 'telemetry is received by POST alone',
    remedy: 'send the request with POST',
    status: 405,
  },
  'otlp.body_too_large': {
    message: 'the body is larger than the receiver takes',
    remedy: 'send smaller batches, or raise maxBodyBytes',
    status: 413,
  },
  'otlp.content_type_unsupported': {
    message: 'the content type is not one of OTLP/HTTP',
    remedy: 'set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf or http/json',
    status: 415,
  },
  'otlp.content_encoding_unsupported': {
    message: 'the compression is not supported',
    remedy: 'set OTEL_EXPORTER_OTLP_COMPRESSION to gzip or none',
    status: 415,
  },
  'otlp.callback_failed': {
    message: 'the function that takes the records threw or rejected',
    remedy: 'mend the function; the batch was not kept',
    status: 500,
  },
  'otlp.refused_on_purpose': {
    message: 'the receiver was told to refuse this request',
    remedy: 'this is a simulated failure: change what the respond option returns',
  },
  'otlp.option_invalid': {
    message: 'options of the receiver break their rule',
    remedy: 'correct the options listed',
  },
  'otlp.port_in_use': {
    message: 'the port is taken by another process',
    remedy: 'stop the other process, or pass port 0 to take any free port',
  },
  'otlp.listen_failed': {
    message: 'the port could not be opened',
    remedy: 'the host must be an address of this machine, and ports below 1024 need privileges',
  },
} as const satisfies Readonly<Record<string, ErrorRow>>;

export type OtlpErrorCode = keyof typeof errorTable;

/** One thing that is wrong. Values of a payload are described, never quoted: they may be secret. */
export interface OtlpProblem {
  /** A path (`resourceSpans[0].scopeSpans[0].spans[2].traceId`), `byte 17`, a header or an option. */
  readonly where: string;
  readonly expected: string;
  readonly arrived: string;
}

/** What the package throws: a code of its table, and every problem found with its place. */
export class OtlpError extends Error {
  override readonly name = 'OtlpError';
  readonly code: OtlpErrorCode;
  readonly problems: readonly OtlpProblem[];

  constructor(code: OtlpErrorCode, problems: readonly OtlpProblem[], options?: ErrorOptions) {
    super(renderError(code, problems), options);
    this.code = code;
    this.problems = problems;
  }
}

function renderError(code: OtlpErrorCode, problems: readonly OtlpProblem[]): string {
  const { message, remedy } = errorTable[code];
  const places = problems.map((problem) => `${problem.where}: expected ${problem.expected}, got ${problem.arrived}`);
  return `${code}: ${message}; ${places.join('; ')}; ${remedy}`;
}
