import { expect, test } from 'vitest';
import { findFreePort } from './free-port.ts';

test('a process that asks for more ports than there are still gets one, and none twice in a row', { timeout: 60_000 }, async () => {
  const ports: number[] = [];
  for (let asked = 0; asked < 18_000; asked++) ports.push(await findFreePort());
  expect(new Set(ports.slice(-500)).size).toBe(500);
});
