// How much a receiver works on at once: requests, and bytes of their bodies.

/** What one request takes of the load. */
export interface LoadShare {
  /** False where there is no room for so many more bytes. */
  addBytes(count: number): boolean;
  end(): void;
}

export interface Load {
  /** Undefined where there is no room for one more request. */
  begin(): LoadShare | undefined;
}

export function createLoad(maxRequests: number, maxBytes: number): Load {
  let requests = 0;
  let bytes = 0;
  return {
    begin() {
      if (requests >= maxRequests) return undefined;
      requests += 1;
      let own = 0;
      return {
        addBytes(count) {
          own += count;
          bytes += count;
          return bytes <= maxBytes;
        },
        end() {
          requests -= 1;
          bytes -= own;
        },
      };
    },
  };
}
