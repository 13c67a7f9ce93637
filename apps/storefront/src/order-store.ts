// Orders in PostgreSQL. Money is an integer of minor units beside its currency.
import type { Pool } from 'pg';
import type { OrderLine } from './schema.ts';

export type OrderStatus = 'paid' | 'declined' | 'payment_failed' | 'fulfilled' | 'out_of_stock' | 'fulfilment_failed';

export interface Order {
  readonly id: string;
  readonly status: OrderStatus;
  readonly currency: string;
  readonly amount_minor: number;
  readonly lines: readonly OrderLine[];
}

export interface OrderStore {
  save(order: Order): Promise<void>;
  find(id: string): Promise<Order | undefined>;
}

export function createOrderStore(pool: Pool): OrderStore {
  return {
    async save({ id, status, currency, amount_minor, lines }) {
      await pool.query('insert into orders (id, status, currency, amount_minor, lines) values ($1, $2, $3, $4, $5)', [
        id,
        status,
        currency,
        amount_minor,
        JSON.stringify(lines),
      ]);
    },
    async find(id) {
      const { rows } = await pool.query<Order>('select id, status, currency, amount_minor::int, lines from orders where id = $1', [id]);
      return rows[0];
    },
  };
}
