import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the range from which the kernel takes ports for outgoing connections (32768 on Linux): a port that is free now must be free
 * still when a Collector opens it.
 */
const [first, last] = [15_000, 32_000];

/** Ports that were given out lately, and are perhaps not listened on yet. */
const given = new Set<number>();
const remembered = 1000;

/** A port of 127.0.0.1 that nobody listens on now, and another one at each call; processes that ask at once start at different places. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = first + Math.floor(Math.random() * (last - first));
    if (given.has(port)) continue;
    given.add(port);
    const [oldest] = given;
    if (given.size > remembered && oldest !== undefined) given.delete(oldest);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
