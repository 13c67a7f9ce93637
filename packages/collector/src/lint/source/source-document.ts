// One YAML document with the place of everything in it.
import type { Fix, Path } from '@plinth/findings';
import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type LineCounter, type Node, type Pair } from 'yaml';

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface SourceDocument {
  readonly file: string;
  readonly value: unknown;
  /** The position of a key or of a list's item. For a path that is not written, it is the position of the nearest thing around it. */
  locate(path: Path): Position;
  /** Whether the text itself has this path. A value may also come from defaults that nobody wrote. */
  has(path: Path): boolean;
  /** An edit that replaces the text of a key. undefined: the place in the file is not certain. */
  replaceKey(path: Path, text: string): Fix | undefined;
  /** An edit that replaces the text of a scalar, or of a flow collection. */
  replaceValue(path: Path, text: string): Fix | undefined;
  /** The text of a value as it stands in the file. */
  textOf(path: Path): string | undefined;
  /** An edit that adds a key to a mapping in block or flow style. */
  addKey(path: Path, key: string, value: string): Fix | undefined;
}

/** Turns an offset in the parsed text into an offset in the file. undefined: the file has no such place. */
export type OffsetMap = (offset: number) => number | undefined;

export interface SourceText {
  readonly file: string;
  /** The text that was parsed. */
  readonly text: string;
  readonly document: Document.Parsed;
  /** Lines of the file that the user sees. */
  readonly lines: LineCounter;
  readonly toFile: OffsetMap;
  /** The position that is reported when an offset cannot be mapped. */
  readonly fallback: Position;
}

export interface Found {
  readonly node: Node | null;
  readonly key: Node | undefined;
}

function keyText(pair: Pair): string {
  const key: unknown = isScalar(pair.key) ? pair.key.value : pair.key;
  // The merge key is a symbol.
  return typeof key === 'symbol' ? (key.description ?? '') : String(key);
}

/** The nodes along a path, the root first. The list ends early where the rest of the path is not written. */
export function findNodes(document: Document.Parsed, path: Path): readonly Found[] {
  let node: Node | null = document.contents;
  const found: Found[] = [{ node, key: undefined }];
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    let next: Found | undefined;
    if (isMap(node)) next = findInMap(document, node.items, String(step));
    else if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (item !== undefined && !isPair(item)) next = { node: item as Node | null, key: undefined };
    }
    if (next === undefined) return found;
    found.push(next);
    node = next.node;
  }
  return found;
}

function findInMap(document: Document.Parsed, items: readonly Pair[], step: string): Found | undefined {
  const own = items.find((pair) => keyText(pair) === step);
  if (own !== undefined) return { node: own.value as Node | null, key: own.key as Node };
  for (const pair of items.filter((item) => keyText(item) === '<<')) {
    const merged = isAlias(pair.value) ? pair.value.resolve(document) : (pair.value as Node | null);
    const inside = isMap(merged) ? findInMap(document, merged.items, step) : undefined;
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/** Wraps a document, or the part of it below `root`. */
export function createSourceDocument(source: SourceText, root: Path, value: unknown): SourceDocument {
  const { file, text, document, lines, toFile, fallback } = source;

  const find = (path: Path): Found | undefined => {
    const full = [...root, ...path];
    const nodes = findNodes(document, full);
    return nodes.length === full.length + 1 ? nodes.at(-1) : undefined;
  };

  const position = (offset: number): Position | undefined => {
    const inFile = toFile(offset);
    if (inFile === undefined) return undefined;
    const { line, col } = lines.linePos(inFile);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };

  const fix = (start: number, end: number, replacement: string): Fix | undefined => {
    const [from, to] = [toFile(start), toFile(end)];
    if (from === undefined || to === undefined || to - from !== end - start) return undefined;
    return { start: from, end: to, text: replacement };
  };

  return {
    file,
    value,
    locate(path) {
      for (const { node, key } of findNodes(document, [...root, ...path]).toReversed()) {
        const offset = (key ?? node)?.range?.[0];
        if (offset !== undefined) return position(offset) ?? fallback;
      }
      return fallback;
    },
    has: (path) => find(path) !== undefined,
    replaceKey(path, replacement) {
      const range = find(path)?.key?.range;
      return range ? fix(range[0], range[1], replacement) : undefined;
    },
    replaceValue(path, replacement) {
      const node = find(path)?.node;
      if (!node?.range || isAlias(node) || node.anchor !== undefined) return undefined;
      return fix(node.range[0], node.range[1], replacement);
    },
    textOf(path) {
      const range = find(path)?.node?.range;
      return range ? text.slice(range[0], range[1]) : undefined;
    },
    addKey(path, key, added) {
      const node = find(path)?.node;
      if (!isMap(node) || !node.range || node.anchor !== undefined) return undefined;
      if (node.flow === true) {
        const end = node.range[1] - 1;
        return fix(end, end, node.items.length === 0 ? `${key}: ${added}` : `, ${key}: ${added}`);
      }
      const first = (node.items[0]?.key as Node | undefined)?.range?.[0];
      if (first === undefined) return undefined;
      const start = text.lastIndexOf('\n', first - 1) + 1;
      const indent = text.slice(start, first);
      return /^ *$/.test(indent) && toFile(start) === start ? fix(start, start, `${indent}${key}: ${added}\n`) : undefined;
    },
  };
}
