// Compact JSON: one line an entry, so that a change of one component is one line of a diff.

export function renderTable(
  head: Readonly<Record<string, unknown>>,
  body: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): string {
  const heads = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const tables = Object.entries(body).map(([key, entries]) => {
    const lines = Object.entries(entries)
      .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
      .map(([name, entry]) => `${JSON.stringify(name)}: ${JSON.stringify(entry)}`);
    return `${JSON.stringify(key)}: {\n${lines.join(',\n')}\n}`;
  });
  return `{\n${[...heads, ...tables].join(',\n')}\n}\n`;
}
