// Parts of a rendered Markdown file that belong to people: between two marks, and never written over.
import { hashText } from './hash.ts';

/** A Markdown text, taken apart. */
export interface SplitText {
  /** The text with nothing between the marks. */
  readonly generated: string;
  /** What stands between the marks, by the part's name. */
  readonly parts: ReadonlyMap<string, string>;
}

const open = (name: string): string => `<!-- plinth:keep ${name} -->`;
const close = '<!-- plinth:end -->';
const block = /^<!-- plinth:keep ([a-z0-9-]+) -->\n([\s\S]*?)^<!-- plinth:end -->$/gm;

/**
 * A part of a Markdown file that a person may write. It survives each later run.
 * @param name unique in its file: lower-case letters, digits, `-`
 * @param text what stands there until a person writes something else
 */
export function renderKeptPart(name: string, text: string): string {
  if (!/^[a-z0-9-]+$/.test(name)) throw new Error(`expected a name of lower-case letters, digits and -, got ${name}`);
  return `${open(name)}\n${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${close}`;
}

/** Takes a file apart. Only Markdown has parts; where a mark is broken or a name is there twice, none is recognised. */
export function splitText(path: string, text: string): SplitText {
  const parts = new Map<string, string>();
  if (!path.endsWith('.md')) return { generated: text, parts };
  let twice = false;
  const generated = text.replaceAll(block, (_, name: string, body: string) => {
    twice ||= parts.has(name);
    parts.set(name, body);
    return `${open(name)}\n${close}`;
  });
  const marks = text.match(/^<!-- plinth:(keep [a-z0-9-]+|end) -->$/gm)?.length ?? 0;
  return twice || marks !== parts.size * 2 ? { generated: text, parts: new Map() } : { generated, parts };
}

/** The same file with other texts between its marks. */
export function fillParts(path: string, text: string, bodies: ReadonlyMap<string, string>): string {
  if (splitText(path, text).parts.size === 0) return text;
  return text.replaceAll(block, (all, name: string) => {
    const body = bodies.get(name);
    return body === undefined ? all : `${open(name)}\n${body}${close}`;
  });
}

/** Hashes of the parts as they are rendered, for the index. Nothing where there are none. */
export function hashParts({ parts }: SplitText): Readonly<Record<string, readonly string[]>> | undefined {
  return parts.size === 0 ? undefined : Object.fromEntries([...parts].map(([name, body]) => [name, [hashText(body)]]));
}
