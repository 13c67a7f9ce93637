// The tables that the storefront owns, made when they are missing.
import type { Pool } from 'pg';

/** Services start at the same time; `create table if not exists` is not safe against itself. */
const migrationLock = 72_001;

export async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await client.query(`
      create table if not exists orders (
        id uuid primary key,
        status text not null,
        currency text not null,
        amount_minor bigint not null,
        lines jsonb not null,
        created_at timestamptz not null default now()
      )`);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [migrationLock]);
    client.release();
  }
}
