// What a run would do: decided from the artefacts, the index and what is on disk, before anything is touched.
import type { Artefact } from './artefact.ts';
import { hasHeader } from './artefact.ts';
import { buildProblem, type ArtefactProblem } from './errors.ts';
import type { FileState } from './folder.ts';
import { hashText, normaliseLines } from './hash.ts';
import type { IndexEntry, PartHashes } from './index-file.ts';
import { fillParts, hashParts, splitText } from './kept-parts.ts';

export interface Change {
  /** Relative to the output folder. */
  readonly path: string;
  /** `extra`: an earlier run rendered the file, and this one does not. */
  readonly kind: 'missing' | 'changed' | 'extra';
}

/** What happens to one path. */
export interface Step {
  readonly change?: Change;
  /** What stands in the way. Nothing is done at any path while there is one, unless it is overruled. */
  readonly problem?: ArtefactProblem;
  /** What to write. Absent: nothing. */
  readonly text?: string;
  readonly remove?: true;
  /** The path's line in the next index. Absent: the generator no longer owns the path. */
  readonly entry?: IndexEntry;
}

interface Owner {
  readonly generator: string;
  /** Relative to the index. */
  readonly source: string;
}

/** A path that is rendered. */
export function planWrite(artefact: Artefact, owner: Owner, state: FileState, entry: IndexEntry | undefined): Step {
  const { path, content } = artefact;
  const wanted = splitText(path, content);
  const next: IndexEntry = { path, ...owner, hashes: [hashText(wanted.generated)], ...withParts(hashParts(wanted)) };
  const write = (kind: Change['kind'], text: string, problem?: ArtefactProblem): Step => ({
    change: { path, kind },
    text,
    entry: next,
    ...(problem && { problem }),
  });
  if (state.kind === 'absent') return write('missing', content);
  if (state.kind !== 'text') return write('changed', content, explain(state, path));

  const found = splitText(path, normaliseLines(state.text));
  const { bodies, homeless } = choosePartTexts(found.parts, wanted.parts, entry?.parts ?? {});
  const text = fillParts(path, content, bodies);
  if (text === normaliseLines(state.text)) return { entry: next };
  if (homeless.length > 0) return write('changed', text, buildProblem('artefact.part_without_place', path, homeless.join(', ')));
  const hash = hashText(found.generated);
  if (next.hashes.includes(hash) || entry?.hashes.includes(hash) === true) return write('changed', text);
  if (entry !== undefined) return write('changed', text, buildProblem('artefact.edited', path));
  return write(
    'changed',
    text,
    buildProblem(hasHeader(state.text, baseName(owner.source)) ? 'artefact.earlier_release' : 'artefact.foreign', path),
  );
}

/** A path that an earlier run of the same generator rendered, and that is not rendered now. */
export function planRemoval(entry: IndexEntry, state: FileState): Step {
  const { path } = entry;
  const change: Change = { path, kind: 'extra' };
  if (state.kind === 'absent') return {};
  if (state.kind !== 'text') return { change, remove: true, entry, problem: explain(state, path) };
  const found = splitText(path, normaliseLines(state.text));
  const written = [...found.parts].filter(([name, body]) => entry.parts?.[name]?.includes(hashText(body)) !== true).map(([name]) => name);
  if (!entry.hashes.includes(hashText(found.generated)))
    return { change, remove: true, entry, problem: buildProblem('artefact.edited', path, 'and it is not rendered any more') };
  if (written.length > 0)
    return { change, remove: true, entry, problem: buildProblem('artefact.part_without_place', path, written.join(', ')) };
  return { change, remove: true };
}

/** A path of a release that kept no index: the file goes if it holds what is rendered at another path now. */
export function planFormer(artefact: Artefact, formerPath: string, owner: Owner, state: FileState): Step {
  if (state.kind !== 'text' || !hasHeader(state.text, baseName(owner.source))) return {};
  const change: Change = { path: formerPath, kind: 'extra' };
  const same = normaliseLines(state.text) === artefact.content;
  const problem = buildProblem('artefact.earlier_release', formerPath, `it is rendered at ${artefact.path} now`);
  return { change, remove: true, ...(!same && { problem }) };
}

/** A person's text stays; a text that nobody touched is replaced by the one that is rendered now. */
function choosePartTexts(found: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>, written: PartHashes) {
  const isUntouched = (name: string, body: string): boolean =>
    body === wanted.get(name) || written[name]?.includes(hashText(body)) === true;
  const own = [...found].filter(([name, body]) => !isUntouched(name, body));
  return {
    bodies: new Map(own.filter(([name]) => wanted.has(name))),
    homeless: own.map(([name]) => name).filter((name) => !wanted.has(name)),
  };
}

function explain(state: Exclude<FileState, { kind: 'absent' | 'text' }>, path: string): ArtefactProblem {
  switch (state.kind) {
    case 'symlink':
      return buildProblem('artefact.symlink', path);
    case 'outside':
      return buildProblem('artefact.outside', path, state.where);
    case 'other':
      return buildProblem('artefact.place_taken', path, state.where);
    case 'unreadable':
      return buildProblem('artefact.unreadable', path, state.why);
  }
}

/** Tells whether a problem stays one whatever the user says: nothing is written out of the folder, and no folder is removed. */
export function isFinal({ code }: ArtefactProblem): boolean {
  return code === 'artefact.outside' || code === 'artefact.place_taken';
}

function baseName(source: string): string {
  return source.slice(source.lastIndexOf('/') + 1);
}

function withParts(parts: PartHashes | undefined): Pick<IndexEntry, 'parts'> {
  return parts === undefined ? {} : { parts };
}
