/** State of one line. The serializer does not keep it: a walk may run the caller's code (getters, toJSON), and that code may log. */
export interface Walk {
  /** Characters left for the line. */
  budget: number;
  /** The objects that are being written, outermost first. */
  readonly ancestors: object[];
  /** The error of the line: that of the call, or the first Error under `err` or `error` at the top. It is left out there. */
  error: Error | undefined;
  /** The bindings of the child logger. `collided`: the record has one of their keys, too. */
  readonly bound: object | undefined;
  collided: boolean;
}

export function createWalk(budget: number, bound?: object): Walk {
  return { budget, ancestors: [], error: undefined, bound, collided: false };
}
