// The business of this service: pick, reserve, tell. A rejection makes the queue try again.
import { span } from '@plinth/node';
import type { FulfilmentJob } from './job.ts';
import type { StockStore } from './stock-store.ts';
import { events, metrics } from './telemetry.ts';
import type { Warehouse } from './warehouse.ts';

export interface FulfilmentServices {
  readonly stock: StockStore;
  readonly warehouse: Warehouse;
}

export async function fulfilOrder(job: FulfilmentJob, attempt: number, { stock, warehouse }: FulfilmentServices): Promise<void> {
  const { order_id, lines } = job;
  await warehouse.pick(
    lines.map(({ sku }) => sku),
    attempt,
  );
  const reservation = await span('reserve stock', { 'app.line_count': lines.length }, () => stock.reserve(order_id, lines));
  if (reservation.outcome === 'repeated') return;
  if (reservation.outcome === 'depleted') {
    // A business outcome: another try would not change it.
    await stock.setOrderStatus(order_id, 'out_of_stock');
    events.emit('stock.depleted', { order_id, sku: reservation.sku });
    return;
  }
  for (const { sku, quantity } of reservation.levels) metrics['stock.level'].record(quantity, { sku });
  events.emit('stock.reserved', { order_id, item_count: lines.reduce((sum, line) => sum + line.quantity, 0) });
}

/** The order whose job has failed every time. */
export async function giveUpOrder({ order_id }: FulfilmentJob, { stock }: FulfilmentServices): Promise<void> {
  await stock.setOrderStatus(order_id, 'fulfilment_failed');
  events.emit('order.fulfilment_failed', { order_id });
}
