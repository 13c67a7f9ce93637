// Parses a YAML text and keeps the place of each of its values.
import type { Path, Position } from '@plinth/findings';
import { isMap, isScalar, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';

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
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
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
  const errors = document.errors.map(({ code, message, pos }) => ({ message: explain(code, message), offset: pos[0] }));
  const read = errors.length > 0 ? { errors } : readValue(document);
  return {
    value: read.value,
    errors: read.errors.map(({ message, offset }) => ({ message, place: placeAt(offset) })),
    findPlace,
    findKeyPlace,
  };
}

interface ReadValue {
  readonly value?: unknown;
  readonly errors: readonly { readonly message: string; readonly offset: number }[];
}

/** An alias may lead nowhere, and a few aliases of aliases may stand for more values than there is memory. */
function readValue(document: Document): ReadValue {
  const unresolved: ReadValue['errors'][number][] = [];
  let firstAlias = 0;
  visit(document, {
    Alias: (_key, alias) => {
      const offset = alias.range?.[0] ?? 0;
      firstAlias ||= offset;
      if (alias.resolve(document) === undefined)
        unresolved.push({ message: `expected an anchor &${alias.source} before its alias, got none`, offset });
    },
  });
  if (unresolved.length > 0) return { errors: unresolved };
  try {
    return { value: document.toJS({ maxAliasCount }), errors: [] };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return { errors: [{ message: `expected aliases that stand for at most ${maxAliasCount} values, got more`, offset: firstAlias }] };
  }
}

const maxAliasCount = 100;

/** What the library says of programs, said of files. */
function explain(code: string, message: string): string {
  if (code === 'NON_STRING_KEY') return 'expected a text as key, got a list or a map';
  if (code === 'MULTIPLE_DOCS') return 'expected one document, got several with --- between them';
  if (code === 'RESOURCE_EXHAUSTION' || message.includes('call stack'))
    return 'expected fewer lists and maps inside each other, got too many';
  return message.split('\n')[0] ?? message;
}

function findPair(document: Document, path: Path) {
  const parent = document.getIn(path.slice(0, -1), true);
  return isMap(parent) ? parent.items.find(({ key }) => (isScalar(key) ? key.value : key) === path.at(-1)) : undefined;
}
