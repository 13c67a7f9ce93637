// Stock and the status of orders in PostgreSQL.
import type { Pool } from 'pg';
import type { FulfilmentJob } from './job.ts';

export type Reservation =
  | { readonly outcome: 'reserved'; readonly levels: readonly { readonly sku: string; readonly quantity: number }[] }
  | { readonly outcome: 'depleted'; readonly sku: string }
  /** An earlier try of the same job has done it all. */
  | { readonly outcome: 'repeated' };

export interface StockStore {
  /** Takes all lines from the stock and marks the order fulfilled, or does neither. A job may come twice; stock is taken once. */
  reserve(orderId: string, lines: FulfilmentJob['lines']): Promise<Reservation>;
  setOrderStatus(orderId: string, status: 'out_of_stock' | 'fulfilment_failed'): Promise<void>;
}

export function createStockStore(pool: Pool): StockStore {
  return {
    async reserve(orderId, lines) {
      const client = await pool.connect();
      try {
        await client.query('begin');
        const order = await client.query("update orders set status = 'fulfilled' where id = $1 and status = 'paid'", [orderId]);
        if (order.rowCount === 0) {
          await client.query('rollback');
          return { outcome: 'repeated' };
        }
        const levels: { sku: string; quantity: number }[] = [];
        // In one order for everybody, so that two jobs do not wait for each other's rows.
        for (const { sku, quantity } of lines.toSorted((left, right) => left.sku.localeCompare(right.sku))) {
          const { rows } = await client.query<{ quantity: number }>(
            'update stock set quantity = quantity - $2 where sku = $1 and quantity >= $2 returning quantity',
            [sku, quantity],
          );
          const [row] = rows;
          if (row === undefined) {
            await client.query('rollback');
            return { outcome: 'depleted', sku };
          }
          levels.push({ sku, quantity: row.quantity });
        }
        await client.query('commit');
        return { outcome: 'reserved', levels };
      } catch (error) {
        // On a broken connection this fails too; the first error is the one to tell.
        await client.query('rollback').catch(() => {});
        throw error;
      } finally {
        client.release();
      }
    },
    async setOrderStatus(orderId, status) {
      await pool.query("update orders set status = $2 where id = $1 and status = 'paid'", [orderId, status]);
    },
  };
}
