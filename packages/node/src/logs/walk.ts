/** State of one line. Not kept in the serializer: its walk may run the caller's code (getters, toJSON), and that may log. */
export interface Walk {
  /** Characters left for the line. */
  budget: number;
  /** The objects that are being written, outermost first. */
  readonly ancestors: object[];
  /** The line's error: given by the call, or the first Error found under `err` or `error` at the top, which is left out there. */
  error: Error | undefined;
  /** The bindings of the child logger, and whether the record has one of their keys too. */
  readonly bound: object | undefined;
  collided: boolean;
}

export function createWalk(budget: number, bound?: object): Walk {
  return { budget, ancestors: [], error: undefined, bound, collided: false };
}
