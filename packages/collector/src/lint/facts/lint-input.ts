import type { Distribution } from '../../catalogue/component-kind.ts';
import type { Origin } from '../source/found-config.ts';
import type { Expression } from '../source/prometheus-rules.ts';
import type { SourceDocument } from '../source/source-document.ts';
import type { Mapping } from '../source/value-path.ts';
import type { Deployment } from './deployment.ts';
import type { Service } from './kubernetes/services.ts';
import type { PipelineGraph } from './pipeline-graph.ts';

/** What is known beside the files. A rule that needs a fact which nobody gave stays silent. */
export interface LintOptions {
  /**
   * The version that runs the config, such as `0.161.0`. Default: the version of the image in the files, else the newest that the
   * data knows.
   */
  readonly collectorVersion?: string;
  /** Default: the distribution that the name of the image says. */
  readonly distribution?: Distribution;
  readonly environment?: 'production' | 'staging' | 'development';
  /** `personal`: personal data passes, so it must be redacted. */
  readonly dataClass?: 'personal';
  readonly expected?: {
    readonly spansPerSecond?: number;
    readonly tracesPerSecond?: number;
    readonly logRecordsPerSecond?: number;
    readonly dataPointsPerSecond?: number;
    /** Seconds that a backend may be away without loss. */
    readonly outageSeconds?: number;
    /** Seconds from the first to the last span of a slow trace (p99). */
    readonly traceSeconds?: number;
  };
}

/** One Collector config and what is known about how it runs. */
export interface ConfigFacts {
  readonly origin: Origin;
  readonly config: SourceDocument;
  readonly value: Mapping;
  readonly graph: PipelineGraph;
  /** false: something outside of the files adds components, such as the presets of a chart or a second config. */
  readonly complete: boolean;
  readonly deployment: Deployment | undefined;
  /** Every Service in the files of the call. */
  readonly services: readonly Service[];
  readonly version: string;
  /** true: the files or the options say the version. false: it is the default. */
  readonly versionKnown: boolean;
  readonly distribution: Distribution | undefined;
  /** Prometheus expressions in the files of the call. */
  readonly expressions: readonly Expression[];
}

/** What a rule judges. */
export interface LintInput extends ConfigFacts {
  /** The other configs of the call. */
  readonly others: readonly ConfigFacts[];
}
