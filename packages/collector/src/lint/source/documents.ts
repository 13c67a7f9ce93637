// The text of a file as YAML documents, each with the place of everything in it.
import type { Path, Position } from '@plinth/findings';
import { LineCounter, parseAllDocuments, parseDocument, type Document } from 'yaml';
import { mapEmbeddedOffsets } from './embedded-text.ts';
import { createSourceDocument, findNodes, type SourceDocument, type SourceText } from './source-document.ts';
import { getAt, isMapping, type Mapping } from './value-path.ts';

/** One YAML document of a file. `value` is undefined where `error` is set. */
export interface ParsedDocument {
  readonly source: SourceText;
  readonly value: unknown;
  readonly error?: { readonly position: Position; readonly message: string };
}

/** Every document of a text. The reading ends at the first error, because the parser may misread what follows. */
export function parseDocuments(file: string, text: string): readonly ParsedDocument[] {
  const lines = new LineCounter();
  const parsed: ParsedDocument[] = [];
  for (const document of parseAllDocuments(text, { lineCounter: lines, merge: true, logLevel: 'error' }) as Document.Parsed[]) {
    const source: SourceText = { file, text, document, lines, toFile: (offset) => offset, fallback: { line: 1, column: 1 } };
    const { value, error } = readValue(document);
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.offset);
      const position = { line: Math.max(line, 1), column: Math.max(col, 1) };
      return [...parsed, { source, value: undefined, error: { position, message: `not YAML: ${error.message}` } }];
    }
    parsed.push({ source, value });
  }
  return parsed;
}

/**
 * The part of a document below a path, which is written as a mapping, or as a text that is YAML itself.
 * undefined where it is neither, or where `accepts` refuses the value of the text.
 */
export function openDocumentAt(
  source: SourceText,
  value: Mapping,
  path: Path,
  accepts: (inner: unknown) => boolean,
): SourceDocument | undefined {
  const part = getAt(value, ...path);
  if (isMapping(part)) return createSourceDocument(source, path, part);
  if (typeof part !== 'string') return undefined;
  const document = parseDocument(part, { merge: true, logLevel: 'error' }) as Document.Parsed;
  const inner = readValue(document).value;
  if (!accepts(inner)) return undefined;
  const node = findNodes(source.document, path).at(-1);
  const embedded: SourceText = {
    ...source,
    text: part,
    document,
    toFile: mapEmbeddedOffsets(source.text, node?.node ?? null),
    fallback: createSourceDocument(source, [], value).locate(path),
  };
  return createSourceDocument(embedded, [], inner);
}

interface ReadValue {
  readonly value: unknown;
  readonly error?: { readonly offset: number; readonly message: string };
}

function readValue(document: Document.Parsed): ReadValue {
  const [error] = document.errors;
  if (error !== undefined) return { value: undefined, error: { offset: error.pos[0], message: error.message.split('\n')[0] ?? '' } };
  try {
    return { value: document.toJS() as unknown };
  } catch (thrown) {
    // The document has an alias without an anchor, or too many aliases.
    return { value: undefined, error: { offset: document.range[0], message: (thrown as Error).message } };
  }
}
