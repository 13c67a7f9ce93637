import { startPostgres, type Postgres } from '@plinth/postgres';
import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { migrate } from './database.ts';
import { createStockStore, type StockStore } from './stock-store.ts';

const orderId = '0b0f7d2c-6d4f-4a6a-9a39-0f6f4a1c2d3e';
let postgres: Postgres;
let pool: Pool;
let store: StockStore;

beforeAll(async () => {
  postgres = await startPostgres();
  pool = new Pool({ connectionString: postgres.url });
  // The storefront's table, as far as this service knows it.
  await pool.query('create table orders (id uuid primary key, status text not null)');
  store = createStockStore(pool);
});
afterAll(async () => {
  await pool.end();
  await postgres.shutdown();
});
beforeEach(async () => {
  await pool.query('drop table if exists stock');
  await migrate(pool);
  await pool.query('truncate orders');
  await pool.query("insert into orders values ($1, 'paid')", [orderId]);
  await pool.query("update stock set quantity = 10 where sku in ('MUG-1', 'SHIRT-1')");
});

const stockOf = async (sku: string) =>
  (await pool.query<{ quantity: number }>('select quantity from stock where sku = $1', [sku])).rows[0]?.quantity;
const status = async () => (await pool.query<{ status: string }>('select status from orders where id = $1', [orderId])).rows[0]?.status;
const lines = [
  { sku: 'SHIRT-1', quantity: 1 },
  { sku: 'MUG-1', quantity: 3 },
];

test('takes all lines and fulfils the order', async () => {
  expect(await store.reserve(orderId, lines)).toEqual({
    outcome: 'reserved',
    levels: [
      { sku: 'MUG-1', quantity: 7 },
      { sku: 'SHIRT-1', quantity: 9 },
    ],
  });
  expect(await status()).toBe('fulfilled');
});

test('a job that comes twice, also at the same time, takes the stock once', async () => {
  const outcomes = await Promise.all([store.reserve(orderId, lines), store.reserve(orderId, lines)]);
  expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['repeated', 'reserved']);
  expect(await stockOf('MUG-1')).toBe(7);
});

test('what is not there in full is not taken at all, and the order stays as it is', async () => {
  expect(await store.reserve(orderId, [...lines, { sku: 'RARE-1', quantity: 1 }])).toEqual({ outcome: 'depleted', sku: 'RARE-1' });
  expect(await stockOf('MUG-1')).toBe(10);
  expect(await status()).toBe('paid');
  await store.setOrderStatus(orderId, 'out_of_stock');
  expect(await status()).toBe('out_of_stock');
});

test('an order that is fulfilled is not given up afterwards', async () => {
  await store.reserve(orderId, lines);
  await store.setOrderStatus(orderId, 'fulfilment_failed');
  expect(await status()).toBe('fulfilled');
});

test('services that start at the same time make the tables once', async () => {
  await pool.query('drop table stock');
  await Promise.all([migrate(pool), migrate(pool), migrate(pool)]);
  expect(await stockOf('RARE-1')).toBe(0);
});
