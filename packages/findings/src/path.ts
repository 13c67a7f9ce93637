/** The keys and list positions that lead from a document's root to one value in it. */
export type Path = readonly (string | number)[];

/** Writes a path as a user would: `receivers.otlp.protocols` and `exporters[0]`. The root is an empty text. */
export function renderPath(path: Path): string {
  return path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`), '');
}
