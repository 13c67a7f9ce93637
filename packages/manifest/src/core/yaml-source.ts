// Parses a YAML text and keeps the place of each of its values.
import type { Path, Position } from '@plinth/findings';
import { isMap, isScalar, LineCounter, parseDocument, type Document, type Node } from 'yaml';

export interface YamlSource {
  readonly value: unknown;
  readonly errors: readonly { readonly message: string; readonly place: Position }[];
  /** The place of the value at the path, or of the nearest value around it. */
  findPlace(path: Path): Position;
  /** The place of the key itself. */
  findKeyPlace(path: Path): Position;
}

export function parseYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const findKeyOf = (path: Path): Position | undefined => {
    const pair = findPair(document, path);
    const range = isScalar(pair?.key) ? pair.key.range : undefined;
    return range ? placeAt(range[0]) : undefined;
  };
  const findPlace = (path: Path): Position => {
    for (let length = path.length; length >= 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as Node | undefined;
      // A nested block starts on the line after its key: the key is what a reader looks for.
      if (length > 0 && node && typeof path[length - 1] === 'string' && !isScalar(node))
        return findKeyOf(path.slice(0, length)) ?? placeAt(node.range?.[0] ?? 0);
      if (node?.range) return placeAt(node.range[0]);
    }
    return { line: 1, column: 1 };
  };
  const findKeyPlace = (path: Path): Position => findKeyOf(path) ?? findPlace(path);
  return {
    value: document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 100 }),
    errors: document.errors.map(({ message, pos }) => ({ message: message.split('\n')[0] ?? message, place: placeAt(pos[0]) })),
    findPlace,
    findKeyPlace,
  };
}

function findPair(document: Document, path: Path) {
  const parent = document.getIn(path.slice(0, -1), true);
  return isMap(parent) ? parent.items.find(({ key }) => (isScalar(key) ? key.value : key) === path.at(-1)) : undefined;
}
