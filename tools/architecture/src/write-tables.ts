// `npm run write-tables -w @plinth/architecture`: writes the tables into ARCHITECTURE.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderPackageTable, renderStageTable } from './render-tables.ts';

const file = join(import.meta.dirname, '../../../ARCHITECTURE.md');

/** Puts a table in the place of the first one below a heading. */
function replaceTable(text: string, heading: string, table: string): string {
  const start = text.indexOf('\n| package |', text.indexOf(`\n${heading}\n`)) + 1;
  const end = text.indexOf('\n\n', start);
  return `${text.slice(0, start)}${table}${text.slice(end)}`;
}

const text = readFileSync(file, 'utf8');
writeFileSync(
  file,
  replaceTable(replaceTable(text, '## Who may import whom', renderPackageTable()), '## The order of stages', renderStageTable()),
);
