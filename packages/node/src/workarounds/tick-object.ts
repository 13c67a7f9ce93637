// Node makes an object for each `process.nextTick`, by a literal with computed keys. V8 remembers the shape of such a literal only as
// long as an object of it lives: where a collection finds none, as at a start, it takes a slow path for it until the process ends. That
// cost a request to Fastify up to 3 µs, in every second process (profiled with Node 24). One object that stays keeps the shape.
import { createHook } from 'node:async_hooks';

const kept: object[] = [];

/** The earlier the better: nothing helps after that collection. Returns the object, by which a test knows that Node still makes them so. */
export function keepTickObject(): object | undefined {
  const hook = createHook({
    init(_asyncId, type, _triggerAsyncId, resource) {
      if (type === 'TickObject') kept.push(resource);
    },
  }).enable();
  process.nextTick(() => {});
  hook.disable();
  return kept.at(-1);
}
