// The table of docs/options.md as the rows of the variables say it.
import type { AnyVariable } from '../src/options/variable.ts';

type Rows = Readonly<Record<string, AnyVariable>>;

export function renderOptionsTable(rows: Rows): string {
  return Object.entries(rows)
    .map(([name, row]) => `| \`${name}\` | ${renderDefault(row)} | ${row.help} |\n`)
    .join('');
}

/** The page with the rows of its table written anew. */
export function replaceOptionsTable(page: string, rows: Rows): string {
  return page.replace(/(?<=\| --- \| --- \| --- \|\n)(\| `\w+` .*\n)*/, renderOptionsTable(rows).replaceAll('$', '$$$$'));
}

function renderDefault(row: AnyVariable): string {
  if ('computed' in row) return row.computed;
  return 'inherits' in row ? row.inherits : renderValue(row.default);
}

function renderValue(value: unknown): string {
  const text = renderSetting(value);
  const isOpen = value !== null && typeof value === 'object' && 'byEnvironment' in value && 'otherwise' in value;
  return isOpen ? `${text}, any other environment ${String(value.otherwise)}` : text || 'none';
}

/** The text that a variable is set to for this value. Empty where the value is no value. */
export function renderSetting(value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.join(',');
  if (typeof value !== 'object' || value === null) return String(value);
  if ('ports' in value && 'otherwise' in value) return [value.otherwise, ...pairs(Object.entries(value.ports as object))].join(',');
  if ('byEnvironment' in value) return pairs([...(value.byEnvironment as ReadonlyMap<string, unknown>)]).join(',');
  return pairs(Object.entries(value)).join(',');
}

function pairs(entries: readonly (readonly [string, unknown])[]): string[] {
  return entries.map(([name, value]) => `${name}=${String(value)}`);
}
