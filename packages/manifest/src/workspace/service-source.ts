import type { UnplacedProblem } from '../core/schema-problems.ts';
import type { ManifestProblem } from '../errors.ts';
import type { PlatformManifest } from '../platform/platform-schema.ts';
import type { ServiceManifest } from '../service/service-schema.ts';

/** A platform manifest and where it stands. */
export interface PlatformSource {
  /** Relative to the working folder. */
  readonly file: string;
  readonly manifest: PlatformManifest;
}

/** A service's manifest, where it stands, and the platform that it runs on. */
export interface ServiceSource {
  /** Relative to the working folder. */
  readonly file: string;
  /** Absolute. Paths in the manifest are relative to it. */
  readonly folder: string;
  readonly manifest: ServiceManifest;
  /** Absent where there is none: the defaults hold. */
  readonly platform?: PlatformSource;
  /** Gives a problem that is found later its place in the file. */
  readonly locate: (problem: UnplacedProblem) => ManifestProblem;
}
