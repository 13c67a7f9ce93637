// Query text without its values. Source: semantic conventions, attribute `db.query.text`.

/** Numbers, and texts in single or double quotes. Within a text a quote may be doubled or escaped. */
const literals = /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|\b\d+(?:\.\d+)?\b/gs;
/** In standard SQL names stand in double quotes, and a backslash is a character like any other. */
const standardLiterals = /'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b/g;

/** Replaces the values in a query of MySQL, and in error messages of servers. */
export function replaceLiterals(text: string): string {
  return text.replace(literals, '?');
}

/** Replaces the values in a query of standard SQL. */
export function replaceStandardLiterals(text: string): string {
  return text.replace(standardLiterals, '?');
}

/** The first word of a statement in upper case. Comments before it are skipped. */
export function readOperation(text: string): string {
  return /^(?:\s|--[^\n]*\n|\/\*.*?\*\/|\()*([a-z]+)/is.exec(text)?.[1]?.toUpperCase() ?? 'QUERY';
}
