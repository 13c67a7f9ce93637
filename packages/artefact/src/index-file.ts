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
  /** SHA-256 of the texts that each part for people may have been written with, by the part's name. */
  readonly parts?: PartHashes;
}

/** Hashes by the name of a part. There are two after an interrupted run and in a merge conflict, as of files. */
export type PartHashes = Readonly<Record<string, readonly string[]>>;

export interface Index {
  readonly entries: ReadonlyMap<string, IndexEntry>;
  /** Lines that should be an entry and cannot be read, and entries that no generator would write. */
  readonly unreadable: number;
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
  for (const found of isRecord(whole) ? [whole['version']] : readVersions(text))
    if (typeof found === 'number' && found > version) throw new IndexVersionError(`version ${found}`);
  if (!isRecord(whole)) return readLines(text);
  return Array.isArray(whole['files']) ? collect(whole['files']) : { entries: new Map(), unreadable: 1 };
}

/** The versions that a damaged index names: in a merge conflict there may be one on each side. */
function readVersions(text: string): readonly number[] {
  return [...text.matchAll(/^ *"version": *(\d+) *,? *\r?$/gm)].map(([, found]) => Number(found));
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
  return { entries, unreadable };
}

function parseEntry(value: unknown): IndexEntry | undefined {
  if (!isRecord(value)) return undefined;
  const { path, generator, source, sha256, before, parts } = value;
  if (typeof path !== 'string' || !isInside(path) || typeof generator !== 'string' || typeof source !== 'string') return undefined;
  if (typeof sha256 !== 'string') return undefined;
  const hashes = [sha256, ...(Array.isArray(before) ? before.filter((hash) => typeof hash === 'string') : [])];
  return { path, generator, source, hashes, ...(isRecord(parts) && { parts: parseParts(parts) }) };
}

function parseParts(parts: Readonly<Record<string, unknown>>): PartHashes {
  return Object.fromEntries(
    Object.entries(parts).map(([name, hashes]) => [name, [hashes].flat().filter((hash) => typeof hash === 'string')]),
  );
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
  return left === undefined ? right : addHashes(right, left);
}

/** The entry, with what another entry of the same path says may be on disk too. */
export function addHashes(entry: IndexEntry, other: IndexEntry): IndexEntry {
  const hashes = [...new Set([...entry.hashes, ...other.hashes])];
  if (entry.parts === undefined && other.parts === undefined) return { ...entry, hashes };
  const parts: Record<string, readonly string[]> = { ...other.parts };
  for (const [name, own] of Object.entries(entry.parts ?? {})) parts[name] = [...new Set([...own, ...(parts[name] ?? [])])];
  return { ...entry, hashes, parts };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One line an entry, sorted by path: changes of two branches seldom meet. */
export function renderIndex(entries: Iterable<IndexEntry>): string {
  const lines = [...entries]
    .toSorted((left, right) => (left.path < right.path ? -1 : 1))
    .map(({ path, generator, source, hashes: [sha256, ...before], parts }) =>
      JSON.stringify({
        path,
        generator,
        source,
        sha256,
        ...(before.length > 0 && { before }),
        ...(parts && { parts: renderParts(parts) }),
      }),
    );
  const files = lines.length === 0 ? '[]' : `[\n    ${lines.join(',\n    ')}\n  ]`;
  return `{\n  "about": ${JSON.stringify(about)},\n  "version": ${version},\n  "files": ${files}\n}\n`;
}

function renderParts(parts: PartHashes): Readonly<Record<string, string | readonly string[]>> {
  return Object.fromEntries(
    Object.entries(parts).map(([name, [hash = '', ...more]]) => [name, more.length === 0 ? hash : [hash, ...more]]),
  );
}

/** Tells whether a path names a file inside the output folder that is not the index itself. */
export function isInside(path: string): boolean {
  const parts = path.split('/');
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  return plain && !/[\\\0]/.test(path) && !/^[A-Za-z]:/.test(path) && path.toLowerCase() !== indexName;
}
