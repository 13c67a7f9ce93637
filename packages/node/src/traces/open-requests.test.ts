import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OpenRequests, type OpenRequest } from './open-requests.ts';

interface Item extends OpenRequest<Item> {
  readonly id: number;
}

test('it holds what a set holds, after any steps', () => {
  const step = fc.record({ id: fc.integer({ min: 0, max: 6 }), adds: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const items = Array.from({ length: 7 }, (_, id): Item => ({ id, isOpen: false, previous: undefined, next: undefined }));
      const requests = new OpenRequests<Item>();
      const held = new Set<number>();
      for (const { id, adds } of steps) {
        const item = items[id]!;
        if (adds && !held.has(id)) requests.add(item);
        const isGone = !adds && requests.delete(item);
        expect(isGone).toBe(!adds && held.delete(id));
        if (adds) held.add(id);
        expect(requests.find((one) => one.id === id)?.id).toBe(held.has(id) ? id : undefined);
        expect(requests.list().map((one) => one.id)).toEqual([...held].toReversed());
      }
    }),
  );
});
