/** One file that a generator writes. */
export interface Artefact {
  /** Relative to the folder that is written to, with `/`. */
  readonly path: string;
  readonly content: string;
  /** What it was made from: a manifest's file name. */
  readonly source: string;
}
