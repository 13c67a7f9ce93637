// A deadline for work.

/**
 * Settles as `work` does; rejects with `late` when it has not settled after `timeoutMs` milliseconds. The timer keeps the process alive
 * meanwhile, which sockets and timers of the SDK do not.
 */
export async function withDeadline<T>(work: Promise<T>, timeoutMs: number, late: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(late)), timeoutMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
