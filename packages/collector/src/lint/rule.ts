import type { Distribution } from '../catalogue/component-kind.ts';
import type { Deployment, Service } from './deployment.ts';
import type { Fix, Severity } from './finding.ts';
import type { PipelineGraph } from './pipeline-graph.ts';
import type { SourceDocument } from './source-document.ts';
import type { Mapping, Path } from './value-path.ts';

/** What is known beside the files. Rules that need a fact which nobody gave stay silent. */
export interface LintOptions {
  /** `0.161.0`. Default: the version of the image where the files name one, else the newest that the data knows. */
  readonly collectorVersion?: string;
  /** Default: read from the image's name. */
  readonly distribution?: Distribution;
  readonly environment?: 'production' | 'staging' | 'development';
  /** Personal data passes: it must be redacted. */
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
export interface LintInput {
  readonly origin: 'raw' | 'helm' | 'operator' | 'kubernetes';
  readonly config: SourceDocument;
  readonly value: Mapping;
  readonly graph: PipelineGraph;
  /** false: something outside of the files adds components (a chart's presets, a second config). */
  readonly complete: boolean;
  readonly deployment: Deployment | undefined;
  /** Every Service in the files of the call. */
  readonly services: readonly Service[];
  readonly version: string;
  /** Whether the version is a fact and not the default. */
  readonly versionKnown: boolean;
  readonly distribution: Distribution | undefined;
  /** The other configs of the call. */
  readonly others: readonly LintInput[];
  /** Prometheus expressions in the files of the call. */
  readonly expressions: readonly Expression[];
}

export interface Expression {
  readonly document: SourceDocument;
  readonly path: Path;
  readonly text: string;
}

export interface Place {
  readonly path: Path;
  readonly message: string;
  /** Default: the config. */
  readonly document?: SourceDocument;
  /** Default: the rule's. */
  readonly severity?: Severity;
  readonly fixes?: readonly (Fix | undefined)[];
}

export interface Rule {
  readonly id: string;
  /** What is wrong, in a few words. */
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
  readonly remedy: string;
  /** URL. */
  readonly source: string;
  readonly check: (input: LintInput, options: LintOptions) => readonly Place[];
}
