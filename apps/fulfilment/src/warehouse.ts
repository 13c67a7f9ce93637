// The warehouse as a worker sees one: mostly it works. Some products make it fail.
import { setTimeout as sleep } from 'node:timers/promises';

export class WarehouseError extends Error {
  override readonly name = 'WarehouseError';
}

export interface Warehouse {
  /** Rejects with WarehouseError. `attempt` is 0 for the first try. */
  pick(skus: readonly string[], attempt: number): Promise<void>;
}

const answerMs = 5;

export function createWarehouse(): Warehouse {
  return {
    async pick(skus, attempt) {
      await sleep(answerMs);
      if (skus.includes('FLAKY-1') && attempt === 0) throw new WarehouseError('the warehouse is busy');
      if (skus.includes('BROKEN-1')) throw new WarehouseError('the warehouse does not know this product');
    },
  };
}
