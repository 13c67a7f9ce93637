// Every problem between what a generator would write and what is on disk. Codes are never reused.

import { renderProblem as renderAnyProblem, type CodedError, type ErrorTable, type ExitKind } from '@plinth/findings';

export const errorTable = {
  'artefact.edited': {
    message: 'a rendered file was changed by hand since it was written',
    remedy: 'move the change into the source and render again, or overwrite the file with --force',
    exit: 'findings',
  },
  'artefact.foreign': {
    message: 'a file that Plinth did not write is where a rendered file goes',
    remedy: 'move the file away, render into another folder, or overwrite the file with --force',
    exit: 'findings',
  },
  'artefact.earlier_release': {
    message: 'a file that an earlier release rendered differs from what is rendered now, and that release kept no record of what it wrote',
    remedy: 'compare the two, then overwrite or remove the file with --force',
    exit: 'findings',
  },
  'artefact.symlink': {
    message: 'a symbolic link is where a rendered file goes',
    remedy: 'remove the link; --force puts the file in the place of the link and leaves what the link leads to alone',
    exit: 'findings',
  },
  'artefact.outside': {
    message: 'a symbolic link leads out of the output folder',
    remedy: 'replace the link by a folder, or render into the folder that the link leads to',
    exit: 'findings',
  },
  'artefact.place_taken': {
    message: 'something that is no regular file is where a rendered file or its folder goes',
    remedy: 'move it away, or render into another folder',
    exit: 'findings',
  },
  'artefact.unreadable': {
    message: 'a file where a rendered file goes cannot be read',
    remedy: 'check its permissions, or overwrite the file with --force',
    exit: 'findings',
  },
  'artefact.part_without_place': {
    message: 'a person wrote a part of this file, and the file is rendered without that part now',
    remedy: 'move the text of the part to another document, or drop it with --force',
    exit: 'findings',
  },
  'artefact.path_claimed': {
    message: 'two sources claim one path',
    remedy: 'rename one of the two in its source, or render one of them into another folder',
    exit: 'findings',
  },
  'artefact.path_invalid': {
    message: 'a path does not lie inside the output folder',
    remedy: 'write paths relative to the output folder, with / and without ..; the name of the index is taken',
    exit: 'usage',
  },
  'artefact.index_newer': {
    message: 'the index of the output folder was written by a newer release',
    remedy: 'use that release or a newer one',
    exit: 'usage',
  },
  'artefact.index_incomplete': {
    message: 'parts of the index of the output folder cannot be read, such as the marks of a merge conflict',
    remedy: 'nothing, if the next run names no file; files whose record is lost count as written by a person',
    exit: 'findings',
  },
} as const satisfies ErrorTable;

export type ArtefactErrorCode = keyof typeof errorTable;

/** One path that stands in the way. */
export interface ArtefactProblem {
  readonly code: ArtefactErrorCode;
  /** Relative to the output folder. */
  readonly path: string;
  /** What was found. */
  readonly message: string;
  readonly remedy: string;
}

/** Builds a problem from its row; `detail` says more about what was found. */
export function buildProblem(code: ArtefactErrorCode, path: string, detail?: string): ArtefactProblem {
  const { message, remedy } = errorTable[code];
  return { code, path, message: detail === undefined ? message : `${message} (${detail})`, remedy };
}

/** `deploy/a.yaml artefact.edited: what happened; what to do` */
export function renderProblem({ code, path, message, remedy }: ArtefactProblem, folder: string): string {
  return renderAnyProblem({ code, file: `${folder}/${path}`, path: '', message, remedy });
}

/** Thrown for what not even `force` may do. Every problem is in it. */
export class ArtefactError extends Error implements CodedError {
  override readonly name = 'ArtefactError';
  readonly code: ArtefactErrorCode;
  readonly exit: ExitKind;
  readonly problems: readonly ArtefactProblem[];

  /** @param problems at least one; the first gives the error its code. */
  constructor(problems: readonly [ArtefactProblem, ...ArtefactProblem[]], folder: string) {
    super(problems.map((problem) => renderProblem(problem, folder)).join('\n'));
    this.code = problems[0].code;
    this.exit = errorTable[this.code].exit;
    this.problems = problems;
  }
}
