// The tables of docs/libraries.md as the records of the libraries say it.
import type { LibraryDocs, TracedLibrary } from '../src/traces/traced-library.ts';

const heads: Readonly<Record<LibraryDocs['table'], readonly string[]>> = {
  servers: [],
  calls: ['spans', 'counted'],
  databases: ['spans'],
  queues: ['an earlier try is known by'],
};
const titles: Readonly<Record<LibraryDocs['table'], string>> = {
  servers: 'Servers',
  calls: 'Calls',
  databases: 'Databases',
  queues: 'Queues',
};

/** The page with its tables written anew. `versions`: of the development dependencies. */
export function replaceLibraryTables(
  page: string,
  libraries: readonly TracedLibrary[],
  versions: Readonly<Record<string, string>>,
): string {
  return page
    .split(/(?=^## )/m)
    .map((section) => {
      const table = (Object.keys(titles) as (keyof typeof titles)[]).find((name) => section.startsWith(`## ${titles[name]}\n`));
      if (table === undefined) return section;
      return section.replace(/^\|.*\n(?:\|.*\n)*/m, () => renderTable(table, libraries, versions));
    })
    .join('');
}

function renderTable(table: LibraryDocs['table'], libraries: readonly TracedLibrary[], versions: Readonly<Record<string, string>>): string {
  const head = ['library', 'from', 'tested with', 'reached by', ...heads[table]];
  const rows = libraries
    .filter(({ docs }) => docs.table === table)
    .map((library) => {
      const { from, tested, cells } = library.docs;
      if (cells.length !== heads[table].length) throw new Error(`${library.name}: ${heads[table].length} further cells expected`);
      return [`\`${library.name}\``, from, fillVersions(tested, versions), renderReached(library), ...cells];
    });
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** `npm:express@4.22.3` is the version 4.22.3 of a package under another name. */
function fillVersions(tested: string, versions: Readonly<Record<string, string>>): string {
  return tested.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const version = versions[name];
    if (version === undefined) throw new Error(`${name} is no development dependency`);
    return version.replace(/^npm:.*@/, '');
  });
}

function renderReached(library: TracedLibrary): string {
  const quote = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
  if ('channels' in library) return `channel ${quote(library.channels)}`;
  return 'files' in library ? `patch ${quote(Object.keys(library.files))}` : `by hand: ${quote(library.byHand)}`;
}
