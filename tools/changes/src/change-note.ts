// A change note: one Markdown file that says what a change means for a user.
import { parse } from 'yaml';
import { z } from 'zod';

/** What a change is, in the order in which a reader must care. */
export const changeKinds = ['breaking', 'security', 'deprecated', 'added', 'changed', 'fixed'] as const;

export type ChangeKind = (typeof changeKinds)[number];

export interface ChangeNote {
  readonly file: string;
  readonly kind: ChangeKind;
  /** Names of the packages that change. */
  readonly packages: readonly string[];
  /** Markdown, without the line break at its end. */
  readonly text: string;
}

const frontMatter = /^---\n([\s\S]*?)\n---\n\n([\s\S]+)$/;
const maxTextLength = 1200;

/** Reads a note; `packageNames` are the published packages. Returns the note, or every problem. */
export function parseChangeNote(
  file: string,
  content: string,
  packageNames: readonly string[],
): { readonly note: ChangeNote } | { readonly problems: readonly string[] } {
  const [, head, body] = frontMatter.exec(content) ?? [];
  if (head === undefined || body === undefined) {
    return { problems: [`${file}: expected --- with kind and packages, --- and an empty line, then a text`] };
  }
  const shape = z.strictObject({ kind: z.enum(changeKinds), packages: z.array(z.enum(packageNames)).min(1) });
  const result = shape.safeParse(readYaml(head));
  const text = body.trimEnd();
  const problems = [
    ...(result.success ? [] : result.error.issues.map((issue) => `${file}: ${issue.path.join('.') || 'front matter'}: ${issue.message}`)),
    ...checkText(text).map((problem) => `${file}: ${problem}`),
  ];
  return result.success && problems.length === 0 ? { note: { file, ...result.data, text } } : { problems };
}

function readYaml(head: string): unknown {
  try {
    return parse(head);
  } catch {
    return undefined;
  }
}

function checkText(text: string): string[] {
  return [
    ...(text.trim() === '' ? ['text: expected what the change means for a user'] : []),
    ...(text.length > maxTextLength
      ? [`text: expected at most ${maxTextLength} characters, got ${text.length}; put the rest into docs/`]
      : []),
    ...(/^#/m.test(text) ? ['text: expected no headings; the changelog has its own'] : []),
    ...(/[.:`)]$/.test(text) ? [] : ['text: expected whole sentences, with a full stop at the end']),
  ];
}
