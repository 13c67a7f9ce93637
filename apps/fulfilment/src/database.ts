// The tables that fulfilment owns, made and filled when they are missing.
import type { Pool } from 'pg';

/** Services start at the same time; `create table if not exists` is not safe against itself. */
const migrationLock = 72_001;

const initialStock = { 'MUG-1': 100_000, 'SHIRT-1': 100_000, 'RARE-1': 0, 'FLAKY-1': 100_000, 'BROKEN-1': 100_000 };

export async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await client.query('create table if not exists stock (sku text primary key, quantity integer not null check (quantity >= 0))');
    await client.query('insert into stock (sku, quantity) select * from unnest($1::text[], $2::integer[]) on conflict (sku) do nothing', [
      Object.keys(initialStock),
      Object.values(initialStock),
    ]);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [migrationLock]);
    client.release();
  }
}
