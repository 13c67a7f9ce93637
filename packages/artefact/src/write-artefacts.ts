// The composition: artefacts, the index and the disk in; what differs, what stands in the way, or files that are written, out.
import { access } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Artefact, Generation } from './artefact.ts';
import { ArtefactError, buildProblem, type ArtefactErrorCode, type ArtefactProblem } from './errors.ts';
import { codeOf, findRealPath, FolderError, readState, removeFile, removeLeftovers, replaceFile } from './folder.ts';
import { normaliseLines } from './hash.ts';
import { addHashes, indexName, IndexVersionError, isInside, parseIndex, renderIndex, type Index, type IndexEntry } from './index-file.ts';
import { holdIndex, waitForIndex } from './index-lock.ts';
import { isFinal, planFormer, planRemoval, planWrite, type Change, type Step } from './plan.ts';

/** What a run found, and what it did unless it was only a check. */
export interface Report {
  /** What differs from what is rendered, by path. After a write without problems: what was done. */
  readonly changes: readonly Change[];
  /** What a person wrote or put in the way, by path. While there is one, nothing is written. */
  readonly problems: readonly ArtefactProblem[];
  /** What is worth a line and stops nothing. */
  readonly notices: readonly ArtefactProblem[];
}

/**
 * Compares an output folder with what would be written, and writes nothing.
 * @throws {ArtefactError} where two sources claim one path, a path leads out of the folder, or the index is of a newer release.
 */
export async function checkArtefacts(folder: string, generation: Generation): Promise<Report> {
  return (await plan(folder, generation)).report;
}

/**
 * Writes what differs, removes what an earlier run of the same generator and source left, and records it in the index. Either
 * all of it is done, or, where a person's work stands in the way, nothing; `force` overwrites what a person wrote.
 * @throws {ArtefactError} as {@link checkArtefacts}, and where a folder becomes a link out of the output folder meanwhile.
 */
export async function writeArtefacts(folder: string, generation: Generation, { force = false } = {}): Promise<Report> {
  const { report, steps, index } = await plan(folder, generation);
  const problems = force ? report.problems.filter(isFinal) : report.problems;
  if (problems.length > 0) return { ...report, problems };

  const changed = [...steps].filter(([, { change }]) => change !== undefined);
  await attempt(folder, indexName, () => waitForIndex(folder));
  await removeLeftovers(folder, [indexName, ...index.entries.keys(), ...steps.keys()]);
  // Before the first file changes, the index says what each may hold, so that a run that is interrupted can be finished.
  if (changed.length > 0) await writeIndex(folder, steps, buildInterim(steps, index));
  for (const [path, { text, remove }] of changed) {
    if (text !== undefined) await attempt(folder, path, () => replaceFile(folder, path, text));
    else if (remove) await attempt(folder, path, () => removeFile(folder, path));
  }
  await writeIndex(
    folder,
    steps,
    [...steps.values()].flatMap(({ remove, entry }) => (remove || entry === undefined ? [] : [entry])),
  );
  return { ...report, problems: [] };
}

/** Writes the entries of this run, and those of others as they are by now: two generators may run at once. */
async function writeIndex(folder: string, steps: ReadonlyMap<string, Step>, entries: readonly IndexEntry[]): Promise<void> {
  const findNews = async (): Promise<string | undefined> => {
    const { index, indexText } = await readIndex(folder);
    const others = [...index.entries.values()].filter(({ path }) => !steps.has(path));
    const text = renderIndex([...others, ...entries]);
    const isNews = indexText === undefined ? entries.length > 0 : text !== normaliseLines(indexText);
    return isNews ? text : undefined;
  };
  // A run without news changes nothing in the folder, not even for a moment.
  if ((await findNews()) === undefined) return;
  await attempt(folder, indexName, () =>
    holdIndex(folder, async () => {
      const text = await findNews();
      if (text !== undefined) await replaceFile(folder, indexName, text);
    }),
  );
}

interface Plan {
  readonly report: Report;
  readonly steps: ReadonlyMap<string, Step>;
  readonly index: Index;
}

async function plan(folder: string, { generator, sources, covers = () => true }: Generation): Promise<Plan> {
  const { index, notices } = await readIndex(folder);
  const root = await findRealPath(folder);
  const placed = await Promise.all(sources.map(async ({ source, artefacts }) => ({ source: await relativeTo(root, source), artefacts })));
  const owned = placed.flatMap(({ source, artefacts }) =>
    artefacts.filter(({ path }) => covers(path)).map((artefact) => ({ artefact, owner: { generator, source } })),
  );
  await checkClaims(folder, root, owned, index);

  const steps = new Map<string, Step>();
  for (const { artefact, owner } of owned) {
    const { path } = artefact;
    steps.set(path, planWrite(artefact, owner, await readState(folder, path), index.entries.get(path)));
  }
  const present = new Set(placed.map(({ source }) => source));
  for (const entry of index.entries.values()) {
    if (entry.generator !== generator || steps.has(entry.path) || !covers(entry.path)) continue;
    if (!present.has(entry.source) && (await isThere(root, entry.source))) continue;
    steps.set(entry.path, planRemoval(entry, await readState(folder, entry.path)));
  }
  for (const { artefact, owner } of owned) {
    const { formerPath } = artefact;
    if (formerPath === undefined || steps.has(formerPath) || index.entries.has(formerPath)) continue;
    const step = planFormer(artefact, formerPath, owner, await readState(folder, formerPath));
    if (step.change !== undefined) steps.set(formerPath, step);
  }
  const ordered = [...steps].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return {
    steps: new Map(ordered),
    index,
    report: {
      changes: ordered.flatMap(([, { change }]) => change ?? []),
      problems: ordered.flatMap(([, { problem }]) => problem ?? []),
      notices,
    },
  };
}

async function readIndex(folder: string): Promise<{ index: Index; indexText: string | undefined; notices: ArtefactProblem[] }> {
  const state = await readState(folder, indexName);
  const none: Index = { entries: new Map(), unreadable: 0 };
  if (state.kind === 'absent') return { index: none, indexText: undefined, notices: [] };
  // Nobody can tell whose the files are then, so not even `force` goes on.
  if (state.kind === 'symlink') throw indexError(folder, 'artefact.symlink', 'replace the link by the file that it leads to');
  if (state.kind === 'unreadable') throw indexError(folder, 'artefact.unreadable', 'check its permissions', state.why);
  if (state.kind !== 'text') throw indexError(folder, 'artefact.place_taken', 'move it away, or render into another folder', state.where);
  try {
    const index = parseIndex(state.text);
    return {
      index,
      indexText: state.text,
      notices: index.unreadable > 0 ? [buildProblem('artefact.index_incomplete', indexName)] : [],
    };
  } catch (error) {
    if (error instanceof IndexVersionError)
      throw new ArtefactError([buildProblem('artefact.index_newer', indexName, error.message)], folder);
    throw error;
  }
}

function indexError(folder: string, code: ArtefactErrorCode, remedy: string, detail?: string): ArtefactError {
  return new ArtefactError([buildProblem(code, indexName, detail, remedy)], folder);
}

type Owned = readonly { readonly artefact: Artefact; readonly owner: { readonly generator: string; readonly source: string } }[];

/** Finds paths that two sources of this run claim, or one of this run and one of another that still exists. */
async function checkClaims(folder: string, root: string, owned: Owned, index: Index): Promise<void> {
  const problems: ArtefactProblem[] = [];
  const claimed = new Map<string, string>();
  // Two names that differ by case only are one file on macOS and Windows.
  const entries = new Map([...index.entries.values()].map((entry) => [entry.path.toLowerCase(), entry]));
  for (const { artefact, owner } of owned) {
    const { path } = artefact;
    if (!isInside(path)) problems.push(buildProblem('artefact.path_invalid', path));
    const key = path.toLowerCase();
    const first = claimed.get(key);
    if (first !== undefined) problems.push(buildProblem('artefact.path_claimed', path, `${first} and ${owner.source}`));
    claimed.set(key, owner.source);
    const entry = entries.get(key);
    if (entry === undefined || (entry.generator === owner.generator && entry.source === owner.source)) continue;
    if (entry.generator !== owner.generator || (await isThere(root, entry.source)))
      problems.push(
        buildProblem('artefact.path_claimed', path, `${owner.source} by ${owner.generator}, and ${entry.source} by ${entry.generator}`),
      );
  }
  const [first, ...rest] = problems;
  if (first !== undefined) throw new ArtefactError([first, ...rest], folder);
}

/** The entries while files change: what was written before counts as written too, and what goes is still there. */
function buildInterim(steps: ReadonlyMap<string, Step>, index: Index): readonly IndexEntry[] {
  return [...steps].flatMap(([path, { entry, change, remove }]) => {
    const before = index.entries.get(path);
    if (remove) return before ?? [];
    if (entry === undefined) return [];
    return change === undefined || before === undefined ? entry : addHashes(entry, before);
  });
}

async function attempt(folder: string, path: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (isSystemError(error)) throw new ArtefactError([buildProblem('artefact.unwritable', path, codeOf(error))], folder, { cause: error });
    if (!(error instanceof FolderError)) throw error;
    const code = error.state.kind === 'outside' ? 'artefact.outside' : 'artefact.place_taken';
    throw new ArtefactError([buildProblem(code, path, error.state.where)], folder);
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** The same path by whatever links the user came; a manifest that is a link itself keeps its name. */
async function relativeTo(root: string, source: string): Promise<string> {
  const file = resolve(source);
  return relative(root, join(await findRealPath(dirname(file)), basename(file))).replaceAll('\\', '/');
}

async function isThere(root: string, source: string): Promise<boolean> {
  return access(resolve(root, source)).then(
    () => true,
    (error: unknown) => (error as NodeJS.ErrnoException).code !== 'ENOENT' && (error as NodeJS.ErrnoException).code !== 'ENOTDIR',
  );
}
