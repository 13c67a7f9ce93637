/** A file that is judged. */
export interface SourceFile {
  /** The path as it shall stand in findings. */
  readonly path: string;
  readonly text: string;
}
