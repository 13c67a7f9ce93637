import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { startPostgres } from './postgres.ts';

// A folder of this test's own: tests of other packages start servers at the same time. The server's user must get in.
const folder = mkdtempSync(join(tmpdir(), 'plinth-postgres-test-'));
chmodSync(folder, 0o755);
process.env['TMPDIR'] = folder;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('starts, answers, stops, and leaves nothing behind', async () => {
  const postgres = await startPostgres();
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  const { rows } = await client.query('show server_version');
  expect(rows).toMatchObject([{ server_version: expect.stringMatching(/^18\./) }]);
  await client.end();
  expect(readdirSync(folder)).toMatchObject([expect.stringMatching(/^plinth-postgres-/)]);
  await postgres.shutdown();
  expect(readdirSync(folder)).toEqual([]);
  await expect(new Client({ connectionString: postgres.url }).connect()).rejects.toThrow(/ECONNREFUSED/);
});
