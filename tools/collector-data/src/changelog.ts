// Renames, from the change logs of the Collector's two repositories.

const kinds = ['receiver', 'processor', 'exporter', 'connector', 'extension'];

export interface Rename {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly since: string;
  readonly pull: string;
  /** Whether the old name still works. */
  readonly alias: boolean;
}

/** Every line ``- `kind/new_name`: Rename …`` (also `Introduce new snake case compliant name`), with the heading above it. */
export function parseRenames(changelog: string): readonly Rename[] {
  let since = '';
  const renames: Rename[] = [];
  const lines = changelog.split('\n');
  for (const [index, line] of lines.entries()) {
    const heading = /^## (?:v1\.\d+\.\d+\/)?v(0\.\d+\.\d+)/.exec(line);
    if (heading?.[1] !== undefined) since = heading[1];
    const entry = /^- `(\w+)\/(\w+)`: ((?:rename|introduce new snake case) .*) \(#(\d+)\)$/i.exec(line);
    if (entry === null) continue;
    const [, kind = '', to = '', text = '', pull = ''] = entry;
    const from = findOldName(to, text);
    if (!kinds.includes(kind) || from === undefined) continue;
    renames.push({ kind, from, to, since, pull, alias: !/no alias|removed rather than/.test(`${text} ${lines[index + 1]}`) });
  }
  return renames;
}

function findOldName(to: string, text: string): string | undefined {
  const words: readonly string[] = text.match(/[a-z][a-z0-9_]*/g) ?? [];
  // Encodings kept their last word apart: `awslogs_encoding`.
  const joined = to.replaceAll(/_(?!encoding$)/g, '');
  if (joined !== to && (words.includes(joined) || text.startsWith('Introduce'))) return joined;
  if (!words.includes(to)) return undefined;
  const quoted = [...text.matchAll(/[`']([a-z0-9_]+)[`']/g)].map((match) => match[1]);
  return quoted.find((word) => word !== to);
}
