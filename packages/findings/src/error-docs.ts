// The page of the error codes, compared with the tables in the code.
import type { CodeTable } from './error-table.ts';
import type { Problem } from './problem.ts';

interface Section {
  readonly code: string;
  readonly line: number;
  readonly text: string;
}

/**
 * Compares an error table with a page that has a section for each code: a heading with the code, a paragraph with the message,
 * and a paragraph that begins with `What to do: ` and ends with the remedy. Sections of other packages are left alone: a package is the part of a
 * code before its first dot.
 *
 * Returns a problem for each code without a section, each section without a code, each section whose words differ from the
 * table, and for sections in another order than the table's rows.
 */
export function checkErrorDocs(table: CodeTable, page: string): readonly Problem[] {
  const codes = Object.keys(table);
  const packages = new Set(codes.map(packageOf));
  const sections = readSections(page).filter(({ code }) => packages.has(packageOf(code)));
  const problems = [
    ...codes.flatMap((code) => checkSections(table, code, sections)),
    ...sections
      .filter(({ code }) => table[code] === undefined)
      .map(({ code, line }) => ({ code, line, path: '', message: 'expected a code of the table, got one that it does not have' })),
  ];
  const order = sections.map(({ code }) => code);
  if (problems.length > 0 || order.join() === codes.join()) return problems;
  return [{ path: '', message: `expected the sections in the order of the table, got ${order.join(', ')}` }];
}

function checkSections(table: CodeTable, code: string, sections: readonly Section[]): Problem[] {
  const [section, second] = sections.filter((one) => one.code === code);
  const row = table[code];
  if (section === undefined || row === undefined) return [{ code, path: '', message: `expected a section "### \`${code}\`", got none` }];
  if (second !== undefined) return [{ code, line: second.line, path: '', message: 'expected one section, got two' }];
  const missing = [
    ...(section.text.toLowerCase().includes(`${row.message.toLowerCase()}.`) ? [] : [`${row.message}.`]),
    ...(section.text.includes(`What to do: ${row.remedy}.`) ? [] : [`What to do: ${row.remedy}.`]),
  ];
  return missing.map((text) => ({ code, line: section.line, path: '', message: `expected the words "${text}", got others` }));
}

function readSections(page: string): Section[] {
  const parts = page.split(/^(?=#{1,6} )/m);
  let line = 1;
  return parts.flatMap((text) => {
    const start = line;
    line += text.split('\n').length - 1;
    const code = /^### `([a-z_]+\.[a-z_]+)`$/m.exec(text)?.[1];
    return code === undefined ? [] : [{ code, line: start, text }];
  });
}

function packageOf(code: string): string {
  return code.split('.')[0] ?? code;
}
