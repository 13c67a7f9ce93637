// `# plinth-lint-disable C012 -- reason`: behind a line for that line, on a line of its own for the block below it.
import type { SourceFile } from './source-file.ts';

const keyword = 'plinth-lint-disable';

/** A comment that disables rules in some lines of a file. */
export interface DisableComment {
  readonly file: string;
  readonly ids: readonly string[];
  /** undefined: the comment gives no reason, and disables nothing. */
  readonly reason: string | undefined;
  readonly line: number;
  readonly column: number;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** The text of a comment that disables rules, without the sign that begins a comment. */
export function renderDisableComment(ids: readonly string[], reason: string): string {
  return `${keyword} ${ids.join(', ')} -- ${reason}`;
}

const pattern = new RegExp(`(?:^|\\s)(#\\s*${keyword}\\b([^\\n]*))$`);

/** Every such comment of a file whose comments begin with `#`, with the lines that it covers. */
export function findDisableComments(file: SourceFile): DisableComment[] {
  const lines = file.text.split(/\r?\n/);
  return lines.flatMap((text, index): DisableComment[] => {
    const match = pattern.exec(text);
    if (match === null) return [];
    const [, comment = '', rest = ''] = match;
    const [ids = '', ...reason] = rest.split(/\s--\s?/);
    const own = text.trim() === comment.trim();
    const [firstLine, lastLine] = own ? findBlock(lines, index + 1) : [index, index];
    const because = reason.join(' -- ').trim();
    return [
      {
        file: file.path,
        ids: ids.split(/[\s,]+/).filter((id) => id !== ''),
        reason: because === '' ? undefined : because,
        line: index + 1,
        column: text.indexOf(comment) + 1,
        firstLine: firstLine + 1,
        lastLine: lastLine + 1,
      },
    ];
  });
}

/** The first and the last line of the block that begins at or after a line: all that is indented deeper than its first line. */
function findBlock(lines: readonly string[], from: number): readonly [number, number] {
  const isText = (line: string | undefined): boolean => line !== undefined && line.trim() !== '' && !line.trim().startsWith('#');
  let first = from;
  while (first < lines.length && !isText(lines[first])) first += 1;
  const head = lines[first] ?? '';
  const indent = head.search(/\S/);
  const isItem = /^\s*- /.test(head);
  let last = first;
  for (let index = first + 1; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (!isText(line)) continue;
    const own = line.search(/\S/);
    // The items of a list may stand as far left as their key.
    if (own < indent || (own === indent && (isItem || !/^\s*- /.test(line)))) break;
    last = index;
  }
  return [first, last];
}
