import { Document } from 'yaml';

export type YamlPath = readonly (string | number)[];

export interface YamlComment {
  readonly path: YamlPath;
  /** One line, or several with `\n`. */
  readonly text: string;
}

export interface YamlOptions {
  /** Comment at the top of the document. */
  readonly header?: string;
  /** Each stands on the lines before the key or item at its path. A path that the value does not have is an error. */
  readonly comments?: readonly YamlComment[];
}

/** Comments by the path that they stand at. */
interface Place {
  text?: string;
  readonly inside: Map<string, Place>;
}

/**
 * One YAML document, the same bytes for the same value: keys in their order, no folding, quotes where a reader of YAML 1.1 would
 * see a number or a boolean (Go programs are such readers), keys with the value `undefined` left out.
 */
export function renderYaml(value: unknown, options: YamlOptions = {}): string {
  const places = buildPlaces(options.comments ?? []);
  const lines: string[] = [];
  if (isCollection(value) && !isEmpty(value)) renderCollection(lines, value, '', places);
  else lines.push(renderScalar(value, ''));
  for (const { path } of options.comments ?? []) if (findText(places, path) !== undefined) throw missingPlace(path);
  const body = `${lines.join('\n')}\n`;
  return options.header === undefined ? body : `${options.header.replaceAll(/^/gm, '# ')}\n${body}`;
}

/** Several documents in one file. */
export function renderYamlStream(documents: readonly string[]): string {
  return documents.join('---\n');
}

type Collection = Readonly<Record<string, unknown>> | readonly unknown[];

/** Its own walk: documents of the library take five times as long, and only scalars are hard to write. */
function renderCollection(lines: string[], value: Collection, indent: string, place: Place | undefined): void {
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value).filter(([, each]) => each !== undefined);
  for (const [name, each] of entries) {
    const inside = place?.inside.get(String(name));
    if (inside?.text !== undefined) {
      lines.push(inside.text.replaceAll(/^/gm, `${indent}# `));
      delete inside.text;
    }
    if (typeof name === 'number') renderItem(lines, each, indent, inside);
    else {
      const key = renderKey(name);
      if (!isCollection(each) || isEmpty(each)) lines.push(`${indent}${key}: ${renderScalar(each, indent)}`);
      else {
        lines.push(`${indent}${key}:`);
        renderCollection(lines, each, `${indent}  `, inside);
      }
    }
  }
}

/** The first line of what is in it stands behind the dash. */
function renderItem(lines: string[], value: unknown, indent: string, place: Place | undefined): void {
  if (!isCollection(value) || isEmpty(value)) {
    lines.push(`${indent}- ${renderScalar(value, indent)}`);
    return;
  }
  const first = lines.length;
  renderCollection(lines, value, `${indent}  `, place);
  lines[first] = `${indent}- ${lines[first]?.slice(indent.length + 2)}`;
}

function isCollection(value: unknown): value is Collection {
  return typeof value === 'object' && value !== null;
}

function isEmpty(value: Collection): boolean {
  return Object.values(value).every((each) => each === undefined) && !(Array.isArray(value) && value.length > 0);
}

/** A line of nothing but spaces, which a block loses. */
const blankLine = /(^|\n)[ \t]+(\n|$)/;

/** The same few thousand scalars are in all files of a platform. */
const scalars = new Map<unknown, string>();

/** Of one line, or of several that stand further in than `indent`. */
function renderScalar(value: unknown, indent: string): string {
  let text = scalars.get(value);
  if (text === undefined) {
    text = typeof value === 'string' && blankLine.test(value) ? JSON.stringify(value) : stringify([value === 0 ? 0 : value]).slice(2, -1);
    if (scalars.size > 10_000) scalars.clear();
    // Empty lists and maps are as many as there are places for them.
    if (!isCollection(value)) scalars.set(value, text);
  }
  return text.includes('\n') ? text.replaceAll(/\n(?!\n|$)/g, `\n${indent}`) : text;
}

const keys = new Map<string, string>();

function renderKey(key: string): string {
  let text = keys.get(key);
  if (text === undefined) {
    text = key.includes('\n') ? JSON.stringify(key) : stringify({ [key]: 0 }).slice(0, -4);
    if (keys.size > 10_000) keys.clear();
    keys.set(key, text);
  }
  return text;
}

function stringify(value: unknown): string {
  return new Document(value, { compat: 'yaml-1.1', aliasDuplicateObjects: false }).toString({
    lineWidth: 0,
    nullStr: 'null',
    flowCollectionPadding: true,
  });
}

function buildPlaces(comments: readonly YamlComment[]): Place {
  const root: Place = { inside: new Map() };
  for (const { path, text } of comments) {
    let place = root;
    for (const part of path) {
      const next: Place = place.inside.get(String(part)) ?? { inside: new Map() };
      place.inside.set(String(part), next);
      place = next;
    }
    place.text = text;
  }
  return root;
}

/** What no value has taken. */
function findText(root: Place, path: YamlPath): string | undefined {
  let place: Place | undefined = root;
  for (const part of path) place = place?.inside.get(String(part));
  return place?.text;
}

function missingPlace(path: YamlPath): Error {
  return new Error(`expected a value at ${path.join('.')} to comment on, found none`);
}
