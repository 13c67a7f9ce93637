import { expect, test } from 'vitest';
import { createWarehouse, WarehouseError } from './warehouse.ts';

const warehouse = createWarehouse();

test('usual products are picked at the first try', async () => {
  await expect(warehouse.pick(['MUG-1', 'SHIRT-1'], 0)).resolves.toBeUndefined();
});

test('FLAKY-1 fails at the first try only', async () => {
  await expect(warehouse.pick(['MUG-1', 'FLAKY-1'], 0)).rejects.toBeInstanceOf(WarehouseError);
  await expect(warehouse.pick(['MUG-1', 'FLAKY-1'], 1)).resolves.toBeUndefined();
});

test.each([0, 1, 2])('BROKEN-1 fails at try %i', async (attempt) => {
  await expect(warehouse.pick(['BROKEN-1'], attempt)).rejects.toBeInstanceOf(WarehouseError);
});
