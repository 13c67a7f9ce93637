// Plain data about one process. The checks judge it and touch nothing else.

/** A package that the process has loaded. */
export interface LoadedPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

/** The last answer of one OTLP endpoint. */
export interface ExportAnswer {
  /** Origin and path, without query and credentials. */
  readonly url: string;
  readonly status: number;
  /** How many milliseconds this process is ahead of the receiver's Date header. Undefined where there is no such header. */
  readonly aheadMs: number | undefined;
}

export interface DoctorEvidence {
  /** Whether OTEL_SDK_DISABLED is set: then nothing that is missing is wrong. */
  readonly disabled: boolean;
  /** Whether `register` started the SDK in this thread, and in the main thread. */
  readonly registered: boolean;
  readonly registeredInMain: boolean;
  /** Whether Node was told to load anything before the service's main file: `--import`, `--require`, NODE_OPTIONS. */
  readonly preloaded: boolean;
  /** NODE_OPTIONS as they are now. The service itself may have set them. */
  readonly nodeOptions: string | undefined;
  /** Libraries with routes or patches that were loaded before `register`. */
  readonly earlyLibraries: readonly string[];
  /** Libraries that are inside the service's main file. */
  readonly bundledLibraries: readonly string[];
  /** Loggers that are inside the service's main file. */
  readonly bundledLoggers: readonly string[];
  /** OpenTelemetry packages and other tracing SDKs that were loaded. The API that Plinth itself uses is one of them. */
  readonly packages: readonly LoadedPackage[];
  /** The version of the OpenTelemetry API in which something is registered. Undefined where nothing is. */
  readonly registeredApi: string | undefined;
  readonly exports: readonly ExportAnswer[];
  /** Source of the service's SIGTERM handlers that have not ended the process in time. */
  readonly lingeringHandlers: readonly string[];
  readonly admin: { readonly hosts: readonly string[]; readonly url: string; readonly problem: string | undefined } | undefined;
  /** Names of variables that are set. */
  readonly variables: readonly string[];
}
