import { Document, isMap, isScalar, isSeq, type Node, type ParsedNode } from 'yaml';

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

/**
 * One YAML document, the same bytes for the same value: keys in their order, no folding, quotes where a reader of YAML 1.1 would
 * see a number or a boolean (Go programs are such readers), keys with the value `undefined` left out.
 */
export function renderYaml(value: unknown, options: YamlOptions = {}): string {
  const document = new Document(value, { compat: 'yaml-1.1', aliasDuplicateObjects: false });
  for (const { path, text } of options.comments ?? []) findPlace(document, path).commentBefore = indentComment(text);
  const body = document.toString({ lineWidth: 0, nullStr: 'null', flowCollectionPadding: true });
  return options.header === undefined ? body : `${options.header.replaceAll(/^/gm, '# ')}\n${body}`;
}

/** Several documents in one file. */
export function renderYamlStream(documents: readonly string[]): string {
  return documents.join('---\n');
}

function indentComment(text: string): string {
  return text.replaceAll(/^/gm, ' ');
}

function findPlace(document: Document, path: YamlPath): Node {
  const last = path.at(-1);
  const parent = document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => (isScalar(key) ? key.value : key) === last);
    if (pair !== undefined) {
      // Keys of a created document are scalars or plain strings; only a node can hold a comment.
      if (!isScalar(pair.key)) pair.key = document.createNode(pair.key) as unknown as ParsedNode;
      return pair.key as unknown as Node;
    }
  }
  if (isSeq(parent) && typeof last === 'number') {
    const item = parent.items[last];
    if (item !== undefined) return item as Node;
  }
  throw new Error(`expected a value at ${path.join('.')} to comment on, found none`);
}
