import type { Path } from '@plinth/findings';
import type { SourceDocument } from './source-document.ts';
import type { Mapping } from './value-path.ts';

/** The kind of file that a config was found in. */
export type Origin = 'raw' | 'helm' | 'operator' | 'kubernetes';

/** Where the files say how the Collector of a config runs. */
export type RunsBy =
  | { readonly kind: 'values'; readonly document: SourceDocument; readonly values: Mapping; readonly path: Path }
  | { readonly kind: 'resource'; readonly document: SourceDocument; readonly resource: Mapping }
  | { readonly kind: 'configMap'; readonly name: string }
  | { readonly kind: 'unknown' };

/** A Collector config that was found in the files. */
export interface FoundConfig {
  readonly origin: Origin;
  readonly config: SourceDocument;
  /** false: something outside of the files adds components, such as the presets of a chart or a second config. */
  readonly complete: boolean;
  readonly runsBy: RunsBy;
}
