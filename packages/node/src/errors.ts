// Every error and warning of the SDK. Codes are never reused; docs/errors.md has a section for each.

/** One row: what the code means and what its reader does about it. */
interface ErrorRow {
  readonly message: string;
  readonly remedy: string;
}

export const errorTable = {
  'node.options_invalid': {
    message: 'a configuration variable breaks its rule',
    remedy: 'correct the variables listed below; docs/options.md has the rule and the default of each',
  },
  'node.admin_port_in_use': {
    message: 'the admin port is taken by another process',
    remedy: 'set PLINTH_ADMIN_PORT to a free port, or to 0 to take any',
  },
  'node.admin_listen_failed': {
    message: 'the admin port could not be opened',
    remedy: 'check PLINTH_ADMIN_HOST and PLINTH_ADMIN_PORT: the address must be one of this machine, and ports below 1024 need privileges',
  },
  'node.not_registered': {
    message:
      '@plinth/node was imported in a process that was not started with it: logs and metrics work, traces, exports and the admin port do not',
    remedy: 'start the service with: node --import @plinth/node/register <file>',
  },
  'node.api_already_registered': {
    message: 'another OpenTelemetry SDK has registered itself before Plinth: spans go there',
    remedy: 'remove the other SDK, or load @plinth/node/register first',
  },
  'node.export_failed': {
    message: 'telemetry could not be exported',
    remedy: 'check that the OTLP endpoint is reachable; plinth_telemetry_errors_total counts the batches that were lost',
  },
  'node.log_pipeline_failed': {
    message: 'a winston transport or format of the service threw',
    remedy: 'mend the transport or format; the record was still written to the built-in destination',
  },
  'node.metric_value_invalid': {
    message: 'a metric was given a value or a label that its definition does not allow',
    remedy: 'pass a finite number and the declared labels; the value was not recorded',
  },
  'node.event_unknown': {
    message: 'an event was emitted that the catalog does not define',
    remedy: 'add it to defineTelemetry({ events }); nothing was recorded',
  },
  'node.instrumentation_failed': {
    message: 'instrumentation threw: a request or a library is not traced',
    remedy: 'report it with the version of Node.js and of the library; the service itself is not affected',
  },
  'node.queue_unreadable': {
    message: 'the state of a queue could not be read in time',
    remedy: 'look at the function given to observeQueue and at the queue; its depth and age are missing from /metrics until it answers',
  },
  'node.shutdown_incomplete': {
    message: 'the shutdown deadline passed before all telemetry was flushed',
    remedy: 'raise PLINTH_SHUTDOWN_TIMEOUT, or look at why requests or exports take so long',
  },
  'node.shutdown_hook_failed': {
    message: 'a function given to onShutdown threw or rejected',
    remedy: 'mend the function; the shutdown went on without it',
  },
  'node.metric_conflict': {
    message: 'two catalogs define one metric name differently',
    remedy: 'rename one of them, or share one definition',
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;

/** One thing that is wrong, and where. */
export interface Problem {
  /** The variable, option or label that is wrong. */
  readonly path: string;
  readonly message: string;
}

/** An error of the SDK with a code of {@link errorTable}; all problems are reported at once. */
export class PlinthError extends Error {
  override readonly name = 'PlinthError';
  readonly code: ErrorCode;
  readonly problems: readonly Problem[];

  constructor(code: ErrorCode, problems: readonly Problem[] = [], options?: ErrorOptions) {
    super(renderError(code, problems), options);
    this.code = code;
    this.problems = problems;
  }
}

/** `node.code: message\n  - path: problem\n  what to do` */
export function renderError(code: ErrorCode, problems: readonly Problem[] = []): string {
  const { message, remedy } = errorTable[code];
  const lines = problems.map((problem) => `\n  - ${problem.path}: ${problem.message}`);
  return `${code}: ${message}${lines.join('')}\n  ${remedy}`;
}
