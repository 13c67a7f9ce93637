// plinth.lock.json: which files of a folder generators wrote, and what they wrote. Text in, entries out, and back.

/** The name of the index in an output folder. */
export const indexName = 'plinth.lock.json';

/** One file that a generator wrote. */
export interface IndexEntry {
  /** Relative to the output folder. */
  readonly path: string;
  readonly generator: string;
  /** Path of the source, relative to the index. */
  readonly source: string;
  /** SHA-256 of what may be on disk. There are two after an interrupted run and in a merge conflict. */
  readonly hashes: readonly string[];
  /** SHA-256 of the text that each part for people was written with, by the part's name. */
  readonly parts?: Readonly<Record<string, string>>;
}

export interface Index {
  readonly entries: ReadonlyMap<string, IndexEntry>;
  /** Lines that should be an entry and cannot be read, and entries that no generator would write. */
  readonly unreadable: number;
  /** Tells whether the run that wrote it did not come to its end. */
  readonly interrupted: boolean;
}

/** Thrown for an index of a later format. */
export class IndexVersionError extends Error {}

const version = 1;
const about = 'Plinth wrote these files and knows its own by this list. After a merge conflict keep both sides, and render again.';

/**
 * Reads an index, and as much as possible of a damaged one: each entry is a line of its own, so that the marks of a merge
 * conflict leave the entries around them whole.
 * @throws {IndexVersionError} where a newer release wrote it.
 */
export function parseIndex(text: string): Index {
  const whole = parseJson(text);
  if (!isRecord(whole)) return readLines(text);
  if (typeof whole['version'] === 'number' && whole['version'] > version) throw new IndexVersionError(`version ${whole['version']}`);
  return Array.isArray(whole['files']) ? collect(whole['files']) : { entries: new Map(), unreadable: 1, interrupted: false };
}

function readLines(text: string): Index {
  const lines = text.split(/\r?\n/).filter((line) => line.trimStart().startsWith('{"'));
  const index = collect(lines.map((line) => parseJson(line.trim().replace(/,$/, ''))));
  return { ...index, unreadable: index.unreadable + 1 };
}

function collect(values: readonly unknown[]): Index {
  const entries = new Map<string, IndexEntry>();
  let unreadable = 0;
  for (const value of values) {
    const entry = parseEntry(value);
    if (entry === undefined) unreadable += 1;
    else entries.set(entry.path, mergeEntries(entries.get(entry.path), entry));
  }
  return { entries, unreadable, interrupted: values.some((value) => isRecord(value) && value['before'] !== undefined) };
}

function parseEntry(value: unknown): IndexEntry | undefined {
  if (!isRecord(value)) return undefined;
  const { path, generator, source, sha256, before, parts } = value;
  if (typeof path !== 'string' || !isInside(path) || typeof generator !== 'string' || typeof source !== 'string') return undefined;
  if (typeof sha256 !== 'string') return undefined;
  const hashes = [sha256, ...(Array.isArray(before) ? before.filter((hash) => typeof hash === 'string') : [])];
  return { path, generator, source, hashes, ...(isTexts(parts) && { parts }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Both sides of a merge conflict wrote the file: what either wrote is no person's. */
function mergeEntries(left: IndexEntry | undefined, right: IndexEntry): IndexEntry {
  if (left === undefined) return right;
  return { ...right, hashes: [...new Set([...left.hashes, ...right.hashes])] };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every((each) => typeof each === 'string');
}

/** One line an entry, sorted by path: changes of two branches seldom meet. */
export function renderIndex(entries: Iterable<IndexEntry>): string {
  const lines = [...entries]
    .toSorted((left, right) => (left.path < right.path ? -1 : 1))
    .map(({ path, generator, source, hashes: [sha256, ...before], parts }) =>
      JSON.stringify({ path, generator, source, sha256, ...(before.length > 0 && { before }), parts }),
    );
  const files = lines.length === 0 ? '[]' : `[\n    ${lines.join(',\n    ')}\n  ]`;
  return `{\n  "about": ${JSON.stringify(about)},\n  "version": ${version},\n  "files": ${files}\n}\n`;
}

/** Tells whether a path names a file inside the output folder that is not the index itself. */
export function isInside(path: string): boolean {
  const parts = path.split('/');
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  return plain && !/[\\\0]/.test(path) && !/^[A-Za-z]:/.test(path) && path.toLowerCase() !== indexName;
}
