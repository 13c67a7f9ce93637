// Query text without its values. Source: attribute `db.query.text`.

/** Quoted text with doubled or escaped quotes, in the two quotes that SQL and error messages have, and numbers. */
const literals = /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|\b\d+(?:\.\d+)?\b/gs;
/** In standard SQL double quotes hold names, and a backslash is a character like others. */
const standardLiterals = /'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b/g;

/** For MySQL, and for messages of servers. */
export function replaceLiterals(text: string): string {
  return text.replace(literals, '?');
}

/** For standard SQL. */
export function replaceStandardLiterals(text: string): string {
  return text.replace(standardLiterals, '?');
}

/** The first word of a statement in upper case, its comments skipped. */
export function readOperation(text: string): string {
  return /^(?:\s|--[^\n]*\n|\/\*.*?\*\/|\()*([a-z]+)/is.exec(text)?.[1]?.toUpperCase() ?? 'QUERY';
}
