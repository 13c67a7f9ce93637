import { captureTelemetry, telemetryMatchers } from '@plinth/node/testing';
import { expect, test } from 'vitest';
import { fulfilOrder, giveUpOrder, type FulfilmentServices } from './fulfil-order.ts';
import type { Reservation } from './stock-store.ts';
import { createWarehouse } from './warehouse.ts';

expect.extend(telemetryMatchers);

const job = {
  order_id: '0b0f7d2c-6d4f-4a6a-9a39-0f6f4a1c2d3e',
  lines: [
    { sku: 'MUG-1', quantity: 2 },
    { sku: 'SHIRT-1', quantity: 1 },
  ],
};

function createServices(reservation: Reservation) {
  const calls: string[] = [];
  const services: FulfilmentServices = {
    warehouse: createWarehouse(),
    stock: {
      async reserve() {
        calls.push('reserve');
        return reservation;
      },
      async setOrderStatus(_orderId, status) {
        calls.push(status);
      },
    },
  };
  return { calls, services };
}

const reserved: Reservation = {
  outcome: 'reserved',
  levels: [
    { sku: 'MUG-1', quantity: 98 },
    { sku: 'SHIRT-1', quantity: 99 },
  ],
};

test('enough stock: the order is fulfilled, the levels are known', async () => {
  const { calls, services } = createServices(reserved);
  const telemetry = await captureTelemetry(() => fulfilOrder(job, 0, services));
  expect(calls).toEqual(['reserve']);
  expect(telemetry).toHaveEmitted('stock.reserved', { order_id: job.order_id, item_count: 3 });
  expect(telemetry).toHaveSpan('reserve stock', { 'app.line_count': 2 });
  expect(telemetry.total('stock_level', { sku: 'MUG-1' })).toBe(98);
  expect(telemetry.total('stock_level', { sku: 'SHIRT-1' })).toBe(99);
});

test('a job that comes again after it was done takes nothing and tells nothing', async () => {
  const { calls, services } = createServices({ outcome: 'repeated' });
  const telemetry = await captureTelemetry(() => fulfilOrder(job, 1, services));
  expect(calls).toEqual(['reserve']);
  expect(telemetry.events).toEqual([]);
});

test('not enough: a business outcome, so nothing is thrown and nothing is tried again', async () => {
  const { calls, services } = createServices({ outcome: 'depleted', sku: 'MUG-1' });
  const telemetry = await captureTelemetry(() => fulfilOrder(job, 0, services));
  expect(calls).toEqual(['reserve', 'out_of_stock']);
  expect(telemetry).toHaveEmitted('stock.depleted', { order_id: job.order_id, sku: 'MUG-1', level: 'warn' });
  expect(telemetry.total('stock_depleted_total', { sku: 'MUG-1' })).toBe(1);
  expect(telemetry).not.toHaveEmitted('stock.reserved');
});

test('a failing warehouse: nothing is reserved, and the next try succeeds', async () => {
  const { calls, services } = createServices(reserved);
  const flaky = { ...job, lines: [{ sku: 'FLAKY-1', quantity: 1 }] };
  await expect(fulfilOrder(flaky, 0, services)).rejects.toThrow('the warehouse is busy');
  expect(calls).toEqual([]);
  await fulfilOrder(flaky, 1, services);
  expect(calls).toEqual(['reserve']);
});

test('an order whose job failed every time is given up', async () => {
  const { calls, services } = createServices(reserved);
  const telemetry = await captureTelemetry(() => giveUpOrder(job, services));
  expect(calls).toEqual(['fulfilment_failed']);
  expect(telemetry).toHaveEmitted('order.fulfilment_failed', { order_id: job.order_id, level: 'error' });
});
