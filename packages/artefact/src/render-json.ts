/** One JSON document, the same bytes for the same value: keys in their order, two spaces, a line end. `undefined` is left out. */
export function renderJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
