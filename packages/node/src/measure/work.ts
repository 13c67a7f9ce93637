// Whether the process does its work yet: a server of its own listens, or it consumes a queue.

export interface Work {
  /** A server listens, or a consumer has begun. */
  begin(): void;
  readonly hasBegun: boolean;
}

export function createWork(): Work {
  let hasBegun = false;
  return {
    begin() {
      hasBegun = true;
    },
    get hasBegun() {
      return hasBegun;
    },
  };
}
