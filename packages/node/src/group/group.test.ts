import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createGroup } from './group.ts';

const group = createGroup();
afterEach(() => group.leave());

// Nobody listens on a plain file either: a connection to it is refused.
test('a socket file on which nobody listens yet stays; one that is old is removed', async () => {
  const file = join(group.folder ?? '', '1-0');
  mkdirSync(group.folder ?? '', { mode: 0o700 });
  writeFileSync(file, '');
  expect(await group.ask('debug', 500)).toEqual([]);
  expect(existsSync(file)).toBe(true);
  utimesSync(file, new Date(0), new Date(0));
  expect(await group.ask('debug', 500)).toEqual([]);
  expect(existsSync(file)).toBe(false);
});
