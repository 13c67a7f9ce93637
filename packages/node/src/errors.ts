// Every error and warning of the SDK. Codes are never reused; docs/errors.md has a section for each.
import type * as findings from '@plinth/findings';

/** The line of a notice is a warning, unless the row says that it is an error. */
export type NoticeRow = findings.CodeTable[string] & { readonly level?: 'error' };

export const errorTable = {
  'node.options_invalid': {
    message: 'a configuration variable breaks its rule',
    remedy: 'correct the variables listed below; docs/options.md has the rule and the default of each',
  },
  'node.admin_port_in_use': {
    message: 'the usual admin port is taken by another process: this one has a free port',
    remedy: 'set PLINTH_ADMIN_PORT to a port of its own for each service of a machine, so that scrapes and probes find it',
  },
  'node.admin_listen_failed': {
    message: 'the admin port could not be opened: the service runs, but scrapes and health checks of it fail',
    remedy:
      'check PLINTH_ADMIN_HOST and PLINTH_ADMIN_PORT: no other process may have the port, the address must be one of this machine, and ports below 1024 need privileges',
    level: 'error',
  },
  'node.group_unavailable': {
    message: 'a worker, thread or child of the service cannot be reached by its first process: its metrics and checks are missing there',
    remedy: 'give the service a folder that it can write, such as an emptyDir at /tmp, and a TMPDIR that is shorter than 60 characters',
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
    message: 'telemetry could not be exported; it is kept and sent again, unless the Collector refused it',
    remedy:
      'check that the OTLP endpoint is reachable and takes this signal; /debug/plinth on the admin port shows what waits and what was lost',
  },
  'node.export_queue_full': {
    message: 'telemetry is being dropped: the queue for the Collector is full',
    remedy:
      'mend the Collector, or raise OTEL_BSP_MAX_QUEUE_SIZE, OTEL_BLRP_MAX_QUEUE_SIZE or PLINTH_EXPORT_QUEUE_BYTES; plinth_telemetry_dropped_total counts what is lost',
  },
  'node.export_rejected': {
    message: 'the Collector took a batch without some of its records',
    remedy: 'look at what it says below; plinth_telemetry_dropped_total counts them under the reason rejected',
  },
  'node.exit_undelivered': {
    message: 'the process exits with telemetry that could not be delivered',
    remedy:
      'check that the OTLP endpoint is reachable, or raise PLINTH_SHUTDOWN_TIMEOUT; a service that is bundled whole needs @plinth/node/exit-worker as a second entry',
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
    remedy: 'raise PLINTH_SHUTDOWN_TIMEOUT, or look at why exports take so long',
  },
  'node.shutdown_cut': {
    message: 'requests, streams or onShutdown functions took longer than the shutdown lets them, and were cut; telemetry was still sent',
    remedy: 'raise PLINTH_SHUTDOWN_TIMEOUT, or end them earlier; docs/reliability.md says which part of the time they have',
  },
  'node.shutdown_hook_failed': {
    message: 'a function given to onShutdown threw or rejected',
    remedy: 'mend the function; the shutdown went on without it',
  },
  'node.metric_conflict': {
    message: 'two catalogs define one metric name differently',
    remedy: 'rename one of them, or share one definition',
  },
  'node.metric_clash': {
    message: 'two metrics have one name: only one of them is shown',
    remedy: 'rename the metric of the service, or leave it out: the standard metrics of the SDK are in docs/http.md and on /metrics',
  },
  'node.metric_unreadable': {
    message: 'a metric of the service’s own registry threw, or took too long: it is missing from /metrics and from the push',
    remedy: 'look at the collect function of the metric',
  },
  'node.adoption_failed': {
    message: 'a line or metric of the service’s own library could not be looked at: it goes out without ids, and its secrets may show',
    remedy: 'report it with the version of the library; PLINTH_ADOPT turns the adoption of a library off',
  },
  'node.logger_bundled': {
    message: 'a logger of the service is inside its bundle: its lines have no ids and keep their secrets',
    remedy: 'make it external in the bundler (esbuild: --external:pino) and install it beside the bundle',
  },
  'node.library_bundled': {
    message: 'a library that is traced when it is loaded is inside the service’s bundle: its spans and metrics are missing',
    remedy: 'make it external in the bundler (esbuild: --external:pg) and install it beside the bundle',
  },
  'node.node_options_late': {
    message:
      'NODE_OPTIONS names @plinth/node/register, but the process was started without it: logs and metrics work, traces, exports and the admin port do not',
    remedy: 'set NODE_OPTIONS where the process is started, not in a .env file or in code that it loads itself',
  },
  'node.registered_late': {
    message: 'the SDK was loaded after parts of the service: what these made before is not traced',
    remedy:
      'start the service with --import @plinth/node/register, before any other --import or --require, and import it nowhere in the code',
  },
  'node.registered_in_worker_only': {
    message: 'the SDK runs in a worker thread, but not in the main thread: there is no admin port, and a signal loses what is buffered',
    remedy: 'start the process itself with node --import @plinth/node/register <file>; worker threads inherit it',
  },
  'node.api_copies': {
    message: 'a copy of @opentelemetry/api is loaded that is newer than Plinth’s: spans and metrics made with it are lost',
    remedy: 'make it one copy: npm ls @opentelemetry/api shows who brings the others; npm dedupe, or an override, removes them',
  },
  'node.otel_version_skew': {
    message: 'an OpenTelemetry package is loaded in versions of two lines, which do not work together',
    remedy: 'bring the packages that npm ls shows for it to one release',
  },
  'node.other_sdk_loaded': {
    message: 'another tracing SDK is loaded beside Plinth: requests are traced twice, or by the other one',
    remedy: 'remove the other SDK; Plinth sends OTLP, which its backend takes too',
  },
  'node.instrumentation_doubled': {
    message: 'instrumentation packages are loaded for what Plinth traces itself: its spans are made twice, and traces are torn apart',
    remedy: 'remove the packages below, where the service registers them; instrumentation of anything else may stay',
  },
  'node.export_refused': {
    message: 'the Collector refuses telemetry, and will refuse it again',
    remedy:
      'look at the status: 401 and 403 want OTEL_EXPORTER_OTLP_HEADERS, 404 another path or port of the endpoint, 415 another OTEL_EXPORTER_OTLP_PROTOCOL',
  },
  'node.clock_skew': {
    message: 'the clock of this machine and that of the Collector differ: spans of one trace do not lie within each other',
    remedy: 'synchronise both clocks (NTP)',
  },
  'node.signal_handler_lingers': {
    message: 'a SIGTERM handler of the service, to which Plinth left the end of the process, has not ended it in time',
    remedy:
      'end the process in the handler, or remove it: Plinth drains the servers, runs onShutdown functions, and ends the process itself',
  },
  'node.admin_port_unreachable': {
    message: 'the admin port cannot be reached: health checks and scrapes will fail',
    remedy: 'set PLINTH_ADMIN_HOST=0.0.0.0 in a container, and let nothing close or block the port',
  },
  'node.variable_unusable': {
    message: 'an OTEL_* variable has a value that Plinth cannot use: what is named below counts as unset',
    remedy: 'correct the value, or remove it; docs/options.md has what each variable takes',
  },
  'node.propagator_missing': {
    message: 'a propagator of OTEL_PROPAGATORS is in a package that is not installed: it is left out',
    remedy: 'install the package beside the service, or take the propagator out of OTEL_PROPAGATORS',
  },
  'node.variable_ignored': {
    message: 'OTEL_* variables are set that Plinth does not read',
    remedy: 'remove them, or use what docs/options.md has for the purpose',
  },
  'node.control_changed': {
    message: 'somebody changed the log level or the sampling ratio through the admin port, for a while',
    remedy: 'nothing, if it was one of you; GET /control shows what is changed and until when, DELETE /control takes it back',
  },
  'node.control_reverted': {
    message: 'somebody took back a change of the log level or the sampling ratio',
    remedy: 'nothing: what the service was started with counts again',
  },
  'node.control_expired': {
    message: 'the time of a changed log level or sampling ratio is over',
    remedy: 'nothing: what the service was started with counts again',
  },
  'node.control_refused': {
    message: 'somebody called /control on the admin port without the right token',
    remedy: 'if it was one of you, compare the token with PLINTH_ADMIN_TOKEN; if not, find out who reaches the admin port',
  },
  'node.config_file_invalid': {
    message: 'the file of OTEL_CONFIG_FILE cannot be used',
    remedy:
      'check that the file exists and follows https://opentelemetry.io/docs/specs/otel-config/; docs/declarative-configuration.md has one that works',
  },
  'node.config_file_sdk_missing': {
    message: 'OTEL_CONFIG_FILE is set, but @opentelemetry/sdk-node, which reads the file, cannot be loaded',
    remedy: 'install it beside @plinth/node: npm install @opentelemetry/sdk-node@0.300.0; or unset OTEL_CONFIG_FILE',
  },
  'node.config_file_needs_import': {
    message: 'OTEL_CONFIG_FILE cannot be used where @plinth/node/register is required instead of imported',
    remedy: 'start the service with: node --import @plinth/node/register <file>; or unset OTEL_CONFIG_FILE',
  },
  'node.config_file_overrides': {
    message: 'variables are set that OTEL_CONFIG_FILE takes the place of: they have no effect',
    remedy: 'remove them, or let the file read them with ${NAME}',
  },
} as const satisfies Readonly<Record<string, NoticeRow>>;

export type ErrorCode = keyof typeof errorTable;

/** One thing that is wrong, and where: the path is the variable, option or label that is wrong. */
export type Problem = Pick<findings.Problem, 'path' | 'message'>;

/** An error of the SDK with a code of {@link errorTable}. It names all problems at once. */
export class PlinthError extends Error {
  override readonly name = 'PlinthError';
  readonly code: ErrorCode;
  readonly problems: readonly Problem[];

  constructor(code: ErrorCode, problems: readonly Problem[] = [], options?: ErrorOptions) {
    super(renderError(code, problems), options);
    this.code = code;
    this.problems = problems;
  }

  // The class is there once for each build, and in a bundle once more.
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'PlinthError';
  }
}

/** `node.code: message\n  - path: problem\n  what to do` */
export function renderError(code: ErrorCode, problems: readonly Problem[] = []): string {
  const { message, remedy } = errorTable[code];
  const lines = problems.map((problem) => `\n  - ${problem.path}: ${problem.message}`);
  return `${code}: ${message}${lines.join('')}\n  ${remedy}`;
}
