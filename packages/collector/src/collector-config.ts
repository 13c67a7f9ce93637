// A Collector config as data: what the renderers print, what the linter reads, what a real Collector is started with.

export interface CollectorPipeline {
  readonly receivers: readonly string[];
  readonly processors?: readonly string[];
  readonly exporters: readonly string[];
}

/** Keys are component ids, `type` or `type/name`; pipelines are `signal` or `signal/name`. */
export interface CollectorConfig {
  readonly receivers?: Readonly<Record<string, unknown>>;
  readonly processors?: Readonly<Record<string, unknown>>;
  readonly exporters?: Readonly<Record<string, unknown>>;
  readonly connectors?: Readonly<Record<string, unknown>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly service: {
    readonly extensions?: readonly string[];
    readonly pipelines: Readonly<Record<string, CollectorPipeline>>;
    readonly telemetry?: Readonly<Record<string, unknown>>;
  };
}
