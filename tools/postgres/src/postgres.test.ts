import { existsSync, globSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { startPostgres } from './postgres.ts';

test('starts, answers, stops, and leaves nothing behind', async () => {
  const before = globSync(join(tmpdir(), 'plinth-postgres-*'));
  const postgres = await startPostgres();
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  const { rows } = await client.query('show server_version');
  expect(rows).toMatchObject([{ server_version: expect.stringMatching(/^18\./) }]);
  await client.end();
  const created = globSync(join(tmpdir(), 'plinth-postgres-*')).filter((folder) => !before.includes(folder));
  await postgres.shutdown();
  expect(created.filter((folder) => existsSync(folder))).toEqual([]);
  await expect(new Client({ connectionString: postgres.url }).connect()).rejects.toThrow(/ECONNREFUSED/);
});
