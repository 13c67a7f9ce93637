import type { Finding } from '../finding.ts';
import { findDisableComments, type DisableComment } from './disable-comments.ts';
import type { SourceFile } from './source-file.ts';
import type { EngineWords } from './words.ts';

/** The words of what is wrong with a comment itself. */
interface CommentWords {
  readonly disabledWithoutReason: EngineWords;
  readonly disablesNothing: EngineWords;
}

/** Takes away what comments in the files disable, and adds what is wrong with the comments. */
export function disableFindings(findings: readonly Finding[], files: readonly SourceFile[], words: CommentWords): Finding[] {
  const comments = files.flatMap(findDisableComments);
  const used = new Set<string>();
  const kept = findings.filter((finding) => {
    const covering = comments.filter((comment) => isCovered(finding, comment));
    for (const comment of covering) used.add(keyOf(comment, finding.id));
    return covering.length === 0;
  });
  return [...kept, ...comments.flatMap((comment) => checkComment(comment, used, words))];
}

function isCovered({ file, id, line }: Finding, comment: DisableComment): boolean {
  return (
    comment.file === file &&
    comment.reason !== undefined &&
    comment.ids.includes(id) &&
    line >= comment.firstLine &&
    line <= comment.lastLine
  );
}

function keyOf({ file, line }: DisableComment, id: string): string {
  return `${file}:${line}:${id}`;
}

function checkComment(comment: DisableComment, used: ReadonlySet<string>, words: CommentWords): Finding[] {
  const { file, line, column, ids, reason } = comment;
  const place = { file, line, column, path: '' };
  if (ids.length === 0) return [{ ...words.disabledWithoutReason, ...place, message: 'this comment names no rule' }];
  if (reason === undefined) {
    const message = `${ids.join(', ')} is disabled without a reason, so it is not disabled`;
    return [{ ...words.disabledWithoutReason, ...place, message }];
  }
  return ids
    .filter((id) => !used.has(keyOf(comment, id)))
    .map((id) => ({ ...words.disablesNothing, ...place, message: `${id} finds nothing here` }));
}
