// How large a log line can get. What is over a cap is cut, and the line says how much.

export interface LineCaps {
  /** Objects and arrays inside each other. */
  readonly depth: number;
  /** Keys of one object. */
  readonly keys: number;
  /** Items of one array. */
  readonly items: number;
  /** Characters (UTF-16 units) of one string. */
  readonly string: number;
  /** Characters of the whole line. */
  readonly line: number;
}

export const defaultCaps: LineCaps = { depth: 8, keys: 100, items: 100, string: 8192, line: 65_536 };
