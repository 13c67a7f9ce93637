/** One file that a generator writes. */
export interface Artefact {
  /** Relative to the output folder, with `/` between its parts. */
  readonly path: string;
  /** With `\n` at the end of each line. A Markdown file may hold parts that belong to people: see `renderKeptPart`. */
  readonly content: string;
  /** The path of the same file in releases that kept no index. A file there goes if it holds what is rendered now. */
  readonly formerPath?: string;
}

/** Everything that a generator makes of one source. */
export interface SourceArtefacts {
  /** The file that the artefacts are made from, such as a manifest: a path, absolute or relative to the working folder. */
  readonly source: string;
  readonly artefacts: readonly Artefact[];
}

/** One run of a generator. */
export interface Generation {
  /** The generator's name, such as `collector`. Two generators never touch each other's files. */
  readonly generator: string;
  readonly sources: readonly SourceArtefacts[];
  /** Says which paths this run is about. Files at other paths stay as they are. Default: all of them. */
  readonly covers?: (path: string) => boolean;
}

/**
 * The first line of a rendered file, for its reader, without the sign that starts a comment.
 * It proves nothing: the index of the output folder says which files are a generator's own.
 */
export function buildHeader(source: string): string {
  return `Rendered by plinth from ${source}. Do not edit: change the manifest and render again.`;
}

/** Tells whether the text begins with the header that every release writes. A copy of a rendered file has it too. */
export function hasHeader(text: string, source: string): boolean {
  const [first = ''] = text.split('\n', 1);
  const header = buildHeader(source);
  return first === `# ${header}` || first === `<!-- ${header} -->`;
}
