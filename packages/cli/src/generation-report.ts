// What a command that writes files says about them, and what it is worth as an exit code.
import { renderProblem, type Report } from '@plinth/artefact';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

export interface GenerationRun {
  readonly folder: string;
  /** Whether the command only compared. */
  readonly check: boolean;
  readonly json: boolean;
  /** What was rendered. */
  readonly paths: readonly string[];
}

export function reportGeneration({ write, writeError }: Terminal, run: GenerationRun, report: Report): ExitCode {
  const { folder, check, json, paths } = run;
  const { changes, problems, notices } = report;
  if (json) {
    write(`${JSON.stringify({ folder, artefacts: paths, changed: changes, problems, notices }, undefined, 2)}\n`);
  } else {
    for (const problem of [...notices, ...problems]) writeError(`${renderProblem(problem, folder)}\n`);
    if (check) {
      for (const { path, kind } of changes) writeError(`${folder}/${path}: ${kind}\n`);
      write(changes.length === 0 ? `${paths.length} files are as rendered\n` : `${changes.length} files differ from what is rendered\n`);
    } else if (problems.length > 0) {
      write(`nothing was written: ${problems.length === 1 ? 'a file stands' : `${problems.length} files stand`} in the way\n`);
    } else {
      for (const { path, kind } of changes) write(`${kind === 'extra' ? 'removed' : 'wrote'} ${folder}/${path}\n`);
      write(`${paths.length} files, ${changes.length} changed\n`);
    }
  }
  return problems.length > 0 || (check && changes.length > 0) ? exitCodes.findings : exitCodes.ok;
}
