/** One file that a generator writes. */
export interface Artefact {
  /** Relative to the folder that is written to, with `/`. */
  readonly path: string;
  readonly content: string;
  /** What it was made from: a manifest's file name. */
  readonly source: string;
}

const mark = 'Rendered by plinth from';

/** The first line of each file, by which a later run knows its own. Without the sign that starts a comment. */
export function buildHeader(source: string): string {
  return `${mark} ${source}. Do not edit: change the manifest and render again.`;
}

/** Whether a file's text was written by a generator of ours. */
export function isRendered(content: string): boolean {
  return content.slice(0, 200).includes(mark);
}
