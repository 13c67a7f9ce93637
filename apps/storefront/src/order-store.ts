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

/** pg reads a bigint as text; the largest amount that an order can have is exact as a number. */
type OrderRow = Omit<Order, 'amount_minor'> & { readonly amount_minor: string };

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
      const { rows } = await pool.query<OrderRow>('select id, status, currency, amount_minor, lines from orders where id = $1', [id]);
      const [row] = rows;
      return row === undefined ? undefined : { ...row, amount_minor: Number(row.amount_minor) };
    },
  };
}
