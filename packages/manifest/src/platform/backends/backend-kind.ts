import type { z } from 'zod';
import type { SignalName } from '../signal.ts';

/** What the manifest knows about a kind of backend. One file each; the list is `backends.ts`. */
export interface BackendKind {
  /** The keys of a backend of this kind. `type` has the kind's name. */
  readonly schema: z.ZodObject;
  /** What the backend takes. */
  readonly signals: readonly SignalName[];
  /** Which temporality its metrics must have. Absent where it takes no metrics. */
  readonly temporality: 'cumulative' | 'delta' | undefined;
}
