// Where a value stands in a message.

/** Field names and list positions, outermost first. */
export type Path = (string | number)[];

/** Renders `['resourceSpans', 0, 'schemaUrl']` as `resourceSpans[0].schemaUrl`. */
export function renderPath(path: Readonly<Path>): string {
  if (path.length === 0) return 'the body';
  return path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`), '');
}
